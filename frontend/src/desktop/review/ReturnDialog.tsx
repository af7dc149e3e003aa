import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { TextArea } from "#/ui/TextArea";
import { ActError } from "../ActError";
import type { Decision } from "./useDecision";

/** Asks why a draft goes back to the preparer. */
export function ReturnDialog({ decision, open: notes }: { decision: Decision; open: number }) {
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = () => {
    if (why.trim()) decision.sendBackBecause(why.trim());
    else setMissing(true);
  };
  return (
    <Dialog
      open={decision.asking === "return"}
      onClose={decision.close}
      title="Return this draft?"
      onSubmit={submit}
      actions={
        <>
          <Button keys={["Esc"]} onPress={decision.close}>
            Keep reviewing
          </Button>
          <Button look="primary" type="submit" busy={decision.act.busy} busyLabel="Returning">
            Return it
          </Button>
        </>
      }
    >
      <TextArea
        label="What has to change"
        autoFocus
        rows={3}
        value={why}
        onChange={setWhy}
        error={missing && !why.trim() ? "Say in a few words what has to change." : undefined}
        hint={
          notes > 0
            ? `The preparer also sees the ${notes === 1 ? "open note" : `${notes} open notes`}.`
            : undefined
        }
      />
      <ActError act={decision.act} />
    </Dialog>
  );
}
