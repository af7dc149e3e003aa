import type { ReactNode } from "react";
import { Focusable } from "react-aria-components/Focusable";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import { KeyCap } from "./KeyCap";
import type { Key } from "./keys";
import css from "./Tooltip.module.css";

export interface TooltipProps {
  text: ReactNode;
  keys?: readonly Key[];
  placement?: "top" | "bottom" | "left" | "right";
  /** A Button or IconButton, or (with `focusable`) a plain element with a role. */
  children: ReactNode;
  focusable?: boolean;
}

/** More words on hover and on focus. Never the only place for something needed. */
export function Tooltip({ text, keys, placement = "bottom", children, focusable }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {focusable ? (
        <Focusable>
          <span role="img" className={css.target}>
            {children}
          </span>
        </Focusable>
      ) : (
        children
      )}
      <AriaTooltip placement={placement} offset={6} className={css.tooltip}>
        {text}
        {keys && <KeyCap keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
