import type { ReactNode } from "react";
import { ProgressBar as AriaProgressBar } from "react-aria-components/ProgressBar";
import css from "./ProgressBar.module.css";

export interface ProgressBarProps {
  /** What moves, for screen readers. */
  label: string;
  /** 0 to 100; leave out while the length is unknown. */
  value?: number;
  /** Stands at the end; the per cent unless given. `null` draws nothing. */
  figure?: ReactNode;
}

export function ProgressBar({ label, value, figure }: ProgressBarProps) {
  const known = value !== undefined;
  const at = known ? Math.min(100, Math.max(0, value)) : 0;
  return (
    <AriaProgressBar aria-label={label} value={at} isIndeterminate={!known} className={css.progress}>
      <svg className={css.track} aria-hidden="true">
        <rect className={known ? css.fill : css.unknown} width={known ? `${at}%` : "30%"} height="100%" />
      </svg>
      {figure === undefined ? known && <span className={css.figure}>{Math.round(at)}%</span> : figure}
    </AriaProgressBar>
  );
}
