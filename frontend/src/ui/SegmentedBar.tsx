import { cx } from "./cx";
import css from "./SegmentedBar.module.css";

export type SegmentTone =
  | "waiting"
  | "preparing"
  | "reviewing"
  | "ready"
  | "signing"
  | "complete"
  | "paused"
  | "accent"
  | "control";

export interface Segment {
  id: string;
  /** Its share of the bar, in any unit. */
  value: number;
  tone: SegmentTone;
  /** Reads without colour. */
  striped?: boolean;
}

export interface SegmentedBarProps {
  /** The whole bar in words: "9 with clients, 14 in preparation". */
  label: string;
  segments: readonly Segment[];
}

export function SegmentedBar({ label, segments }: SegmentedBarProps) {
  return (
    <div role="img" aria-label={label} className={css.bar}>
      {segments
        .filter((s) => s.value > 0)
        .map((s) => (
          <span
            key={s.id}
            className={cx(css.segment, s.striped && css.striped)}
            style={{ flexGrow: s.value, color: `var(--${s.tone})` }}
          />
        ))}
    </div>
  );
}
