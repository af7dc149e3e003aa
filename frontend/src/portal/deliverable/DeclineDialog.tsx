import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { TextArea } from "#/ui/TextArea";
import type { Deliverable } from "../api.gen";
import { Failed } from "../Failed";
import { type At, useDecline } from "./queries";

export interface DeclineDialogProps {
  at: At;
  firm: string;
  shown: Deliverable;
  /** They would rather sign by hand. */
  paper: boolean;
  onClose: () => void;
}

/** Not signing here is a choice with a reason, and it ends the electronic signing of this document. */
export function DeclineDialog({ at, firm, shown, paper, onClose }: DeclineDialogProps) {
  const [why, setWhy] = useState("");
  const decline = useDecline(at);
  const reason = paper ? ["I would like to sign this on paper.", why].filter(Boolean).join(" ") : why;
  return (
    <Dialog
      open
      onClose={onClose}
      title={paper ? "Sign on paper instead?" : "Decline to sign?"}
      onSubmit={() => decline.mutate({ shown, why: reason }, { onSuccess: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Go back</Button>
          <Button
            type="submit"
            look={paper ? "primary" : "danger"}
            busy={decline.isPending}
            busyLabel="Sending"
            disabled={!paper && why.trim() === ""}
          >
            {paper ? "Ask for paper" : "Decline"}
          </Button>
        </>
      }
    >
      <p>
        {paper
          ? `${firm} will get you “${shown.title}” on paper. You can’t sign it here any more.`
          : `${firm} will be told, and nobody can sign “${shown.title}” here any more.`}
      </p>
      <TextArea
        label={paper ? "Anything we should know?" : "What is wrong with it?"}
        optional={paper}
        rows={3}
        value={why}
        onChange={setWhy}
        maxLength={3900}
      />
      {decline.error && <Failed error={decline.error} />}
    </Dialog>
  );
}
