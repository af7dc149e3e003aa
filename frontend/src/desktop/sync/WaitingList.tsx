import { Link } from "#/ui/Link";
import { ProgressBar } from "#/ui/ProgressBar";
import type { view } from "../api";
import css from "./Sync.module.css";

/** Acts and files on their way: how far they are, and why they wait. */
export function WaitingList({ items }: { items: readonly view.QueueItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id} className={css.row}>
          <div className={css.words}>
            {item.engagement ? (
              <Link look="bare" href={`/engagements/${item.engagement}`}>
                {item.words}
              </Link>
            ) : (
              item.words
            )}
            <p className={css.why}>{[item.figures, item.why].filter(Boolean).join(" · ")}</p>
          </div>
          {item.progress > 0 && (
            <span className={css.bar}>
              <ProgressBar label={item.words} value={item.progress * 100} />
            </span>
          )}
          <span className={css.why}>{item.moment.words}</span>
        </li>
      ))}
    </ul>
  );
}
