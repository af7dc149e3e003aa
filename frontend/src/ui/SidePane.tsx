import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./SidePane.module.css";

export interface SidePaneProps {
  label?: string;
  children: ReactNode;
  width?: "narrow" | "normal" | "wide";
  /** Stays at the foot: the primary action and its line. */
  footer?: ReactNode;
}

/** What explains the current thing, at the end of a layout, with its own scroll. */
export function SidePane({ label, children, width = "normal", footer }: SidePaneProps) {
  return (
    <aside aria-label={label} className={cx(css.pane, css[width])}>
      <div className={css.scroll}>{children}</div>
      {footer && <div className={css.footer}>{footer}</div>}
    </aside>
  );
}
