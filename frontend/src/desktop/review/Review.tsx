import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { DraftReview } from "./DraftReview";
import { DraftTitle } from "./DraftTitle";
import { NotHere } from "./NotHere";
import { useDraft } from "./queries";
import css from "./Review.module.css";

/** One draft before a reviewer. */
export function Review({ engagement, draft }: { engagement: string; draft: string }) {
  const page = useDraft(engagement, draft);
  return (
    <Loaded query={page} name="the draft" skeleton={{ of: "card", rows: 3 }}>
      {(d) =>
        d.here && d.url !== "" ? (
          <DraftReview key={d.id} draft={d} />
        ) : (
          <div className={layout.fill}>
            <header className={css.bar}>
              <DraftTitle engagement={d.engagement} back="/review" />
            </header>
            <NotHere draft={d} onRetry={() => void page.refetch()} />
          </div>
        )
      }
    </Loaded>
  );
}
