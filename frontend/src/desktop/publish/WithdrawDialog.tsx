import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { TextArea } from "#/ui/TextArea";
import { ActError } from "../ActError";
import type { Sent } from "./useSent";

/** Asks why a package is taken back. */
export function WithdrawDialog({ title, sent }: { title: string; sent: Sent }) {
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = () => {
    if (why.trim()) sent.withdrawBecause(why.trim());
    else setMissing(true);
  };
  return (
    <Dialog
      open
      onClose={sent.close}
      title={`Withdraw ${title}?`}
      onSubmit={submit}
      actions={
        <>
          <Button keys={["Esc"]} onPress={sent.close}>
            Leave it out
          </Button>
          <Button look="danger" type="submit" busy={sent.act.busy} busyLabel="Withdrawing">
            Withdraw it
          </Button>
        </>
      }
    >
      <p>The client can no longer sign it. What was signed so far stays in the history.</p>
      <TextArea
        label="Why, for the client and the history"
        autoFocus
        rows={2}
        value={why}
        onChange={setWhy}
        error={missing && !why.trim() ? "Say why in a few words; the client is told." : undefined}
      />
      <ActError act={sent.act} />
    </Dialog>
  );
}
