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
  /** A Button or IconButton; or, with `name`, a drawing that becomes focusable under that name. */
  children: ReactNode;
  name?: string;
}

/** More words on hover and on focus. Never the only place for something needed. */
export function Tooltip({ text, keys, placement = "bottom", children, name }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {name ? (
        <Focusable>
          <span role="img" aria-label={name} className={css.target}>
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
