import { Check, Send } from "lucide-react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { ActError } from "../ActError";
import type { view } from "../api";
import css from "./Review.module.css";
import type { Decision } from "./useDecision";

/** The one decision, and exactly what it covers. */
export function DecisionFooter({ draft, decision }: { draft: view.DraftPage; decision: Decision }) {
  const { approve, sendBack, submit, withdraw, discard, act } = decision;
  const label = draft.primary.code === "approve-draft" ? draft.primary.label : "Approve";
  return (
    <div className={css.decide}>
      {decision.asking === null && <ActError act={act} />}
      {draft.approval !== "" && <p>{draft.approval}</p>}
      <div className={css.acts}>
        {approve && (
          <Button
            look="primary"
            icon={Check}
            keys={["Shift", "A"]}
            busy={act.busy}
            busyLabel="Approving"
            aria-describedby="covers"
            onPress={approve}
          >
            {label}
          </Button>
        )}
        {submit && (
          <Button
            look="primary"
            icon={Send}
            keys={["Ctrl", "Enter"]}
            busy={act.busy}
            busyLabel="Sending"
            onPress={submit}
          >
            Send to review
          </Button>
        )}
        {draft.can.includes("publish-draft") && (
          <ButtonLink look="primary" href={`/publish/${draft.engagement.id}/${draft.id}`}>
            Go to publish
          </ButtonLink>
        )}
        {sendBack && (
          <Button keys={["Shift", "R"]} onPress={sendBack}>
            Return
          </Button>
        )}
        {withdraw && (
          <Button busy={act.busy} busyLabel="Withdrawing" onPress={withdraw}>
            Withdraw approval
          </Button>
        )}
        {discard && (
          <Button look="plain" onPress={discard}>
            Put away
          </Button>
        )}
      </div>
      <p id="covers" className={css.fineprint}>
        {approve ? "Covers exactly draft" : "Draft"} {draft.number}, {count(draft.pages, "page")}, seal{" "}
        <span className={css.seal}>{draft.short}</span>.
        {approve && draft.open > 0 && " With notes open, Approve asks whether to settle them."}
      </p>
    </div>
  );
}
