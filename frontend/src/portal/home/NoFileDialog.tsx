import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { RadioGroup } from "#/ui/RadioGroup";
import { TextArea } from "#/ui/TextArea";
import { useToast } from "#/ui/Toast";
import type { AnswerBody, Need } from "../api.gen";
import { Failed } from "../Failed";
import { useAnswer } from "../upload/queries";

const answers = [
  { id: "cannot-find", label: "I can’t find it", hint: "We look for another way together." },
  { id: "none", label: "There isn’t one", hint: "We take it off the list." },
];

export interface NoFileDialogProps {
  client: string;
  need: Pick<Need, "id" | "engagement" | "title">;
  onClose: () => void;
  onDone?: () => void;
}

/** "I can’t find it" is an answer, not a failure. */
export function NoFileDialog({ client, need, onClose, onDone }: NoFileDialogProps) {
  const [answer, setAnswer] = useState<AnswerBody["answer"]>("cannot-find");
  const [note, setNote] = useState("");
  const send = useAnswer({ client, engagement: need.engagement, request: need.id });
  const toast = useToast();
  const submit = () =>
    send.mutate(
      { answer, uploads: [], note },
      {
        onSuccess: (receipt) => {
          toast({ text: `${receipt.thanks} Receipt ${receipt.number}.` });
          onClose();
          onDone?.();
        },
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={need.title}
      onSubmit={submit}
      actions={
        <>
          <Button onPress={onClose}>Not now</Button>
          <Button type="submit" look="primary" busy={send.isPending} busyLabel="Sending">
            Send answer
          </Button>
        </>
      }
    >
      <RadioGroup
        label="Your answer"
        labelHidden
        look="cards"
        options={answers}
        value={answer}
        onChange={(id) => setAnswer(id === "none" ? "none" : "cannot-find")}
      />
      <TextArea
        label="Anything we should know?"
        optional
        rows={2}
        value={note}
        onChange={setNote}
        maxLength={4000}
      />
      {send.error && <Failed error={send.error} />}
    </Dialog>
  );
}
