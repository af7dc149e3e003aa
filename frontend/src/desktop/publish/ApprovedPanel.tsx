import { BadgeCheck } from "lucide-react";
import { count } from "#/shared/format";
import type { view } from "../api";
import css from "./Publish.module.css";

/** Which bytes these are: the ones that were approved, named by their seal. */
export function ApprovedPanel({ draft }: { draft: view.DraftPage }) {
  return (
    <div className={css.approved}>
      <BadgeCheck size={16} className={css.tick} />
      <p>
        {draft.approval || `Draft ${draft.number}`}
        <span className={css.meta}>
          Draft {draft.number}, {count(draft.pages, "page")}, {draft.size}, seal{" "}
          <span className={css.seal}>{draft.short}</span>. Publishing changes no byte of it.
        </span>
      </p>
    </div>
  );
}
