import { cx } from "#/ui/cx";
import css from "./RequestMeter.module.css";

export interface RequestMeterProps {
  /** Requests the client has answered. */
  done: number;
  total: number;
}

const most = 16;

/** One segment per request up to sixteen, above that a plain bar; always with its figure. */
export function RequestMeter({ done, total }: RequestMeterProps) {
  const places = Array.from({ length: Math.min(total, most) }, (_, place) => place);
  const all = done === total;
  return (
    <span role="img" aria-label={`${done} of ${total} requests are in`} className={css.meter}>
      {total > most ? (
        <svg aria-hidden="true" className={css.plain}>
          <rect width={`${(100 * done) / total}%`} height="100%" />
        </svg>
      ) : (
        <span className={cx(css.segments, total > 7 && css.tight)}>
          {places.map((place) => (
            <span key={place} className={place < done ? css.done : css.open} />
          ))}
        </span>
      )}
      <span className={all ? css.allIn : css.figure}>
        {done}/{total}
      </span>
    </span>
  );
}
