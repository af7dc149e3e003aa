import { Loaded } from "../Loaded";
import { useDraft } from "../review/queries";
import { PublishDraft } from "./PublishDraft";
import { PublishedDraft } from "./PublishedDraft";

/** A draft that is approved: before it is sent, and after. */
export function Publish({ engagement, draft }: { engagement: string; draft: string }) {
  const page = useDraft(engagement, draft);
  return (
    <Loaded query={page} name="the draft" skeleton={{ of: "card", rows: 3 }}>
      {(d) => (d.state === "published" ? <PublishedDraft draft={d} /> : <PublishDraft draft={d} />)}
    </Loaded>
  );
}
