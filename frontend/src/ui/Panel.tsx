import { type ReactNode, useId } from "react";
import { cx } from "./cx";
import css from "./Panel.module.css";

export interface PanelProps {
  title?: ReactNode;
  /** After the title, in plain weight: "5 of 7". */
  meta?: ReactNode;
  /** One Button with `look="link"`, at the end of the title. */
  action?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
  /** `card` has a border; `question` is a portal card with an accent title; `quiet` lies on the canvas; `bare` draws nothing. */
  look?: "card" | "question" | "quiet" | "bare";
  /** Content reaches the edges, as lists and tables do. */
  flush?: boolean;
  level?: 2 | 3;
}

export function Panel({
  title,
  meta,
  action,
  footer,
  children,
  look = "card",
  flush,
  level = 2,
}: PanelProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx(css.panel, css[look], flush && css.flush)}
    >
      {title && (
        <header className={css.head}>
          <Heading id={id} className={css.title}>
            {title}
          </Heading>
          {meta && <span className={css.meta}>{meta}</span>}
          {action && <span className={css.action}>{action}</span>}
        </header>
      )}
      {children}
      {footer && <footer className={css.footer}>{footer}</footer>}
    </section>
  );
}
