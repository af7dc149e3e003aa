import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { RadioGroup } from "#/ui/RadioGroup";
import { TextArea } from "#/ui/TextArea";
import { ActError } from "../ActError";
import { api } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { reasons } from "./reasons";

export interface ReturnDialogProps {
  engagement: string;
  request: string;
  title: string;
  onClose: () => void;
  onDone?: () => void;
}

/** Asks the client for a fix, in words that they will read. */
export function ReturnDialog({ engagement, request, title, onClose, onDone }: ReturnDialogProps) {
  const [reason, setReason] = useState<string>("unreadable");
  const [why, setWhy] = useState<string>(reasons[0].start);
  const act = useAct();
  const choose = (id: string) => {
    const untouched = reasons.some((r) => r.start === why);
    setReason(id);
    if (untouched) setWhy(reasons.find((r) => r.id === id)?.start ?? "");
  };
  const send = () =>
    act.run(() => api.returnRequest(engagement, request, reason, why.trim()), {
      engagement,
      onDone: () => {
        onClose();
        onDone?.();
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Ask for a fix: ${title}`}
      onSubmit={send}
      actions={
        <>
          <Button onPress={onClose}>Keep it as it is</Button>
          <Button look="primary" type="submit" disabled={!why.trim()} busy={act.busy} busyLabel="Asking">
            Ask for a fix
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <RadioGroup label="What is wrong" options={reasons} value={reason} onChange={choose} />
        <TextArea
          label="What the client reads"
          hint="Say what to do. The files they sent stay where they are."
          value={why}
          onChange={setWhy}
          autoFocus
        />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
