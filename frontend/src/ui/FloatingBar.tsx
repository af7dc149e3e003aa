import type { ReactNode } from "react";
import css from "./FloatingBar.module.css";

export interface FloatingBarProps {
  /** "1 selected" */
  summary: string;
  /** Buttons with `look="plain"`. */
  children: ReactNode;
}

/** Appears over a list while rows are selected; the list keeps room for it. */
export function FloatingBar({ summary, children }: FloatingBarProps) {
  return (
    <div role="toolbar" aria-label={summary} className={css.bar}>
      <span role="status" className={css.summary}>
        {summary}
      </span>
      {children}
    </div>
  );
}
