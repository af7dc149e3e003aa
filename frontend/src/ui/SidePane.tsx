import { type ReactNode, useRef } from "react";
import { cx } from "./cx";
import css from "./SidePane.module.css";
import { useScrollFocus } from "./useScrollFocus";

export interface SidePaneProps {
  label?: string;
  children: ReactNode;
  width?: "narrow" | "normal" | "wide";
  /** Stays at the foot: the primary action and its line. */
  footer?: ReactNode;
}

/** What explains the current thing, at the end of a layout, with its own scroll. */
export function SidePane({ label, children, width = "normal", footer }: SidePaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const focus = useScrollFocus(box);
  return (
    <aside aria-label={label} className={cx(css.pane, css[width])}>
      <div ref={box} className={css.scroll} tabIndex={focus ? 0 : undefined}>
        {children}
      </div>
      {footer && <div className={css.footer}>{footer}</div>}
    </aside>
  );
}
