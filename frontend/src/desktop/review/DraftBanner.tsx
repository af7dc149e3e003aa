import { FileDiff, Undo2 } from "lucide-react";
import { Banner } from "#/ui/Banner";
import { Link } from "#/ui/Link";
import type { view } from "../api";

/** Says when the draft on screen is not the one to decide on any more. */
export function DraftBanner({ draft }: { draft: view.DraftPage }) {
  if (draft.newer !== "") {
    return (
      <Banner
        tone="warn"
        icon={FileDiff}
        title="A newer draft took the place of this one."
        action={
          <Link look="quiet" href={`/review/${draft.engagement.id}/${draft.newer}`}>
            Open the newer draft
          </Link>
        }
      >
        You can read draft {draft.number} and its notes. It cannot be approved; the newer one shows which
        pages changed.
      </Banner>
    );
  }
  if (draft.state === "returned") {
    return (
      <Banner tone="warn" icon={Undo2} title={`Draft ${draft.number} was returned.`}>
        {draft.why}
      </Banner>
    );
  }
  return null;
}
