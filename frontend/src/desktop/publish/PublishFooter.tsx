import { Send } from "lucide-react";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { ErrorBox } from "#/ui/ErrorBox";
import { ActError } from "../ActError";
import type { view } from "../api";
import type { Act } from "../useAct";
import css from "./Publish.module.css";

export interface PublishFooterProps {
  sheet: view.PublishSheet;
  act: Act;
  /** Undefined while it cannot be published. */
  onPublish: (() => void) | undefined;
}

/** The one action, what happens then, or why it cannot be. */
export function PublishFooter({ sheet, act, onPublish }: PublishFooterProps) {
  const { draft } = sheet;
  const assemble = `/engagements/${draft.engagement.id}/assemble`;
  if (sheet.stop !== "" || !onPublish) {
    return (
      <ErrorBox
        title={sheet.stop || "You cannot publish this draft."}
        actions={
          sheet.print ? (
            <>
              <ButtonLink size="small" href={assemble}>
                Make it without signers
              </ButtonLink>
              <ButtonLink size="small" href={`/engagements/${draft.engagement.id}`}>
                Open the engagement
              </ButtonLink>
            </>
          ) : (
            <ButtonLink size="small" href={`/review/${draft.engagement.id}/${draft.id}`}>
              Open the draft
            </ButtonLink>
          )
        }
      >
        {sheet.print
          ? "To deliver it all the same, make a draft without signers; the signed copy comes back as a file. Nothing was sent."
          : "Nothing was sent."}
      </ErrorBox>
    );
  }
  return (
    <div className={css.footer}>
      <ActError act={act} />
      <Button
        look="primary"
        wide
        icon={Send}
        keys={["Ctrl", "Enter"]}
        busy={act.busy}
        busyLabel="Publishing"
        aria-describedby="publish-explain"
        onPress={onPublish}
      >
        {sheet.label}
      </Button>
      <p id="publish-explain" className={css.meta}>
        {sheet.explain}
        {draft.pending && " Its approval still waits here; if that is refused, this is refused with it."}
      </p>
    </div>
  );
}
