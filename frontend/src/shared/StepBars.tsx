import css from "./StepBars.module.css";
import { type PathStatus, path } from "./status";

const words: Record<PathStatus, string> = {
  waiting: "Collecting",
  preparing: "Preparing",
  reviewing: "Reviewing",
  ready: "Ready",
  signing: "Signing",
  complete: "Done",
};

export interface StepBarsProps {
  current: PathStatus;
  /** How much of the current step is done, 0 to 1. */
  share?: number;
}

/** The same six steps for a client: bars with words; a phone says "step 1 of 6". */
export function StepBars({ current, share = 0 }: StepBarsProps) {
  const at = path.indexOf(current);
  const done = current === "complete";
  const fill = (place: number) => (place < at || done ? 1 : place === at ? Math.max(0.06, share) : 0);
  return (
    <div>
      <ol className={css.bars} aria-label={`Step ${at + 1} of ${path.length}`}>
        {path.map((step, place) => (
          <li key={step} aria-current={place === at ? "step" : undefined} className={css.step}>
            <svg aria-hidden="true" className={place === at && !done ? css.currentBar : css.bar}>
              {fill(place) > 0 && <rect width={`${fill(place) * 100}%`} height="100%" />}
            </svg>
            <span className={css.word}>{words[step]}</span>
          </li>
        ))}
      </ol>
      <p aria-hidden="true" className={css.short}>
        {done ? words.complete : `${words[current]}, step ${at + 1} of ${path.length}`}
      </p>
    </div>
  );
}
