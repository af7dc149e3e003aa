import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { ErrorBox } from "#/ui/ErrorBox";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useSync } from "../sync/queries";
import { useAct } from "../useAct";

/** Acts on this draft that waited here and were then refused: what did not happen, and how to do it again. */
export function RefusedDraft({ draft }: { draft: Pick<view.DraftRow, "id" | "engagement"> }) {
  const sync = useSync();
  const act = useAct();
  const refused = sync.data?.refused.filter((r) => r.draft === draft.id) ?? [];
  if (refused.length === 0) return null;
  return (
    <div className={layout.stack}>
      {refused.map((one) => (
        <ErrorBox
          key={one.id}
          title={one.title}
          actions={
            <>
              {one.retry !== "" && (
                <ButtonLink size="small" href={placeOf(one, draft)}>
                  {retryWords[one.retry] ?? "Do it again"}
                </ButtonLink>
              )}
              <Button size="small" busy={act.busy} onPress={() => act.run(() => api.dismissRefused(one.id))}>
                Dismiss
              </Button>
            </>
          }
        >
          {one.message} {one.hint}
        </ErrorBox>
      ))}
      <ActError act={act} />
    </div>
  );
}

const retryWords: Record<string, string> = {
  "approve-draft": "Approve again",
  "publish-draft": "Publish again",
  "submit-draft": "Send it again",
};

function placeOf(act: view.RefusedAct, draft: Pick<view.DraftRow, "id" | "engagement">): string {
  const screen = act.retry === "publish-draft" ? "publish" : "review";
  return `/${screen}/${draft.engagement.id}/${draft.id}`;
}
