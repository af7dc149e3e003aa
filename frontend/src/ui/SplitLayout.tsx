import type { ReactNode } from "react";
import { cx } from "./cx";
import { SidePane } from "./SidePane";
import css from "./SplitLayout.module.css";

export interface SplitLayoutProps {
  /** What one works in. Scrolls by itself. */
  children: ReactNode;
  /** A list before it. */
  start?: ReactNode;
  startLabel?: string;
  startWidth?: "rail" | "narrow" | "normal";
  /** What explains the current thing. */
  end?: ReactNode;
  endLabel?: string;
  endWidth?: "narrow" | "normal" | "wide";
  /** Stays at the foot of the end pane: the primary action and its line. */
  endFooter?: ReactNode;
  /** The ground of the middle. */
  ground?: "surface" | "sunken" | "desk";
}

/** One to three panes side by side, each with its own scroll. Fills the space it is given. */
export function SplitLayout(props: SplitLayoutProps) {
  const {
    children,
    start,
    startLabel,
    startWidth = "normal",
    end,
    endLabel,
    endWidth = "normal",
    endFooter,
    ground = "surface",
  } = props;
  return (
    <div className={css.split}>
      {start && (
        <aside aria-label={startLabel} className={cx(css.start, css[`start-${startWidth}`])}>
          {start}
        </aside>
      )}
      <div className={cx(css.middle, css[ground])}>{children}</div>
      {end && (
        <SidePane label={endLabel} width={endWidth} footer={endFooter}>
          {end}
        </SidePane>
      )}
    </div>
  );
}
