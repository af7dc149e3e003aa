import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { ActError } from "../ActError";
import type { Outcome } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

export interface WithdrawDialogProps {
  title: string;
  explain: string;
  /** What the button says. */
  verb?: string;
  call: (why: string) => Promise<Outcome>;
  onClose: () => void;
}

/** Takes something back that the client sees. */
export function WithdrawDialog({
  title,
  explain,
  verb = "Take it back",
  call,
  onClose,
}: WithdrawDialogProps) {
  const [why, setWhy] = useState("");
  const act = useAct();
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={title}
      onSubmit={() => act.run(() => call(why.trim()), { onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Leave it there</Button>
          <Button look="danger" type="submit" busy={act.busy} busyLabel="Taking back">
            {verb}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>{explain}</p>
        <Field label="Why" optional value={why} onChange={setWhy} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
