import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import type { Decision } from "./useDecision";

/** Asked before a draft is put away, which cannot be undone. */
export function DiscardDialog({ decision, number }: { decision: Decision; number: number }) {
  return (
    <Dialog
      open={decision.asking === "discard"}
      onClose={decision.close}
      title={`Put draft ${number} away?`}
      alert
      onSubmit={decision.discardNow}
      actions={
        <>
          <Button keys={["Esc"]} autoFocus onPress={decision.close}>
            Keep it
          </Button>
          <Button look="danger" type="submit" busy={decision.act.busy} busyLabel="Putting away">
            Put it away
          </Button>
        </>
      }
    >
      <p>
        It leaves the queue for good. The files on the share stay as they are, and the history says that it
        was made.
      </p>
      <ActError act={decision.act} />
    </Dialog>
  );
}
