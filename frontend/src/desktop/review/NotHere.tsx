import { CloudDownload } from "lucide-react";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";
import type { view } from "../api";
import css from "./Review.module.css";

/** The draft is known but its pages are not on this computer. */
export function NotHere({ draft, onRetry }: { draft: view.DraftPage; onRetry?: () => void }) {
  return (
    <div className={css.away}>
      <Empty
        icon={CloudDownload}
        title={`Draft ${draft.number} is not on this computer.`}
        action={
          <span className={css.acts}>
            {onRetry && (
              <Button size="small" onPress={onRetry}>
                Try again
              </Button>
            )}
            <ButtonLink size="small" href="/review">
              See the other drafts
            </ButtonLink>
          </span>
        }
      >
        {draft.engagement.client}, {draft.pages} pages, {draft.size}. It comes when you are online; nothing
        can be approved unseen.
      </Empty>
    </div>
  );
}
