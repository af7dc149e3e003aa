import { ChevronRight } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Link } from "./Link";
import css from "./ScreenHeader.module.css";

export interface ScreenHeaderProps {
  title: ReactNode;
  /** Beside the title: a chip or plain words. */
  meta?: ReactNode;
  /** A line under the title. */
  sub?: ReactNode;
  /** Where one is, outermost first. */
  trail?: readonly { label: string; href: string }[];
  /** Views, right after the title. */
  views?: ReactNode;
  /** Buttons at the end, the primary last. */
  actions?: ReactNode;
  /** A second row, such as filters. */
  children?: ReactNode;
  /** The smaller title of Review and Publish. */
  size?: "normal" | "small";
}

export function ScreenHeader({
  title,
  meta,
  sub,
  trail,
  views,
  actions,
  children,
  size = "normal",
}: ScreenHeaderProps) {
  return (
    <header className={css.header}>
      {trail && (
        <nav aria-label="Where you are" className={css.trail}>
          {trail.map((step, place) => (
            <Fragment key={step.href}>
              {place > 0 && <ChevronRight size={12} />}
              <Link look="bare" href={step.href}>
                {step.label}
              </Link>
            </Fragment>
          ))}
        </nav>
      )}
      <div className={css.row}>
        <div className={css.titles}>
          <div className={css.line}>
            <h1 className={size === "small" ? css.small : undefined}>{title}</h1>
            {meta && <span className={css.meta}>{meta}</span>}
            {views}
          </div>
          {sub && <p className={css.sub}>{sub}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  );
}
