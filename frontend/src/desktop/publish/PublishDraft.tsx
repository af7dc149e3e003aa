import type { view } from "../api";
import { Loaded } from "../Loaded";
import { PublishSheet } from "./PublishSheet";
import { usePublishSheet } from "./queries";

/** The last look before a draft leaves. */
export function PublishDraft({ draft }: { draft: view.DraftPage }) {
  const sheet = usePublishSheet(draft.engagement.id, draft.id);
  return (
    <Loaded query={sheet} name="what would be sent" skeleton={{ of: "card", rows: 3 }}>
      {(s) => <PublishSheet key={draft.id} sheet={s} />}
    </Loaded>
  );
}
