import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Link } from "#/ui/Link";
import type { view } from "../api";
import css from "./Today.module.css";

/** What happened without the person; folded unless there is nothing else to see. */
export function MovedToday({ moved, open = false }: { moved: view.MovedToday; open?: boolean }) {
  const [unfolded, setUnfolded] = useState(open);
  if (moved.count === 0) return null;
  const Arrow = unfolded ? ChevronDown : ChevronRight;
  return (
    <section className={css.moved}>
      <button
        type="button"
        aria-expanded={unfolded}
        className={css.movedHead}
        onClick={() => setUnfolded(!unfolded)}
      >
        <Arrow size={14} />
        <span>
          Moved without you today <span className={css.muted}>{moved.count}</span>
        </span>
        <span className={css.movedWords}>{moved.words}</span>
      </button>
      {unfolded && (
        <ul>
          {moved.items.map((item) => (
            <li key={item.id} className={css.movedRow}>
              <Link look="bare" href={`/engagements/${item.engagement.id}`}>
                {item.who}
              </Link>
              <span>{item.what}</span>
              <span className={css.end}>{item.moment.words}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
