import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import type { Decision } from "./useDecision";

/** Asked before approving with notes open. */
export function SettleDialog({ decision, open: notes }: { decision: Decision; open: number }) {
  const all = notes === 1 ? "it" : notes === 2 ? "both" : `all ${notes}`;
  return (
    <Dialog
      open={decision.asking === "settle"}
      onClose={decision.close}
      title={`Settle ${all} and approve?`}
      onSubmit={decision.settleAndApprove}
      actions={
        <>
          <Button keys={["Esc"]} onPress={decision.close}>
            Keep reviewing
          </Button>
          <Button look="primary" type="submit" autoFocus busy={decision.act.busy} busyLabel="Approving">
            Settle {all} and approve
          </Button>
        </>
      }
    >
      <p>
        {notes === 1 ? "1 note is" : `${notes} notes are`} still open. Approving settles {all} in your name;
        every word of them is kept.
      </p>
      <ActError act={decision.act} />
    </Dialog>
  );
}
