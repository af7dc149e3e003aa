import { count } from "#/shared/format";
import { Link } from "#/ui/Link";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Engagement.module.css";

/** Where a draft is worked on, by what is to be done with it. */
function placeOf({ state, engagement, id }: view.DraftRow): string {
  return state === "approved" || state === "published"
    ? `/publish/${engagement.id}/${id}`
    : `/review/${engagement.id}/${id}`;
}

/** One assembled package on its way to approval. */
export function DraftItem({ draft }: { draft: view.DraftRow }) {
  return (
    <article className={css.package}>
      <div className={css.packageHead}>
        <Link look="quiet" href={placeOf(draft)}>
          {draft.title}
        </Link>
        {draft.open > 0 && <Tag tone="warn">{count(draft.open, "open note")}</Tag>}
        {draft.answered > 0 && <Tag tone="outline">{draft.answered} answered</Tag>}
        {draft.pending && <Tag tone="warn">queued</Tag>}
        <span className={`${css.muted} ${css.push}`}>
          {count(draft.pages, "page")} · {draft.moment.words}
        </span>
      </div>
      <p className={css.muted}>{draft.words}</p>
    </article>
  );
}
