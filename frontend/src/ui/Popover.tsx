import type { ReactNode } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Popover as AriaPopover } from "react-aria-components/Popover";
import menu from "./Menu.module.css";
import css from "./Popover.module.css";

export interface PopoverProps {
  /** A Button, IconButton or Pill. */
  trigger: ReactNode;
  title: string;
  titleHidden?: boolean;
  /** May be a function, to close it from inside. */
  children: ReactNode | ((close: () => void) => ReactNode);
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
}

/** A small panel beside what opened it. Esc or a press outside closes it. */
export function Popover({ trigger, title, titleHidden, children, placement = "bottom end" }: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover offset={6} placement={placement} className={menu.popover}>
        <Dialog className={css.dialog} aria-label={titleHidden ? title : undefined}>
          {({ close }) => (
            <>
              {!titleHidden && (
                <Heading slot="title" className={css.title}>
                  {title}
                </Heading>
              )}
              {typeof children === "function" ? children(close) : children}
            </>
          )}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
