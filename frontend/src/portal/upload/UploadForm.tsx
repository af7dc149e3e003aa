import { Lock, Send } from "lucide-react";
import { count, fileSize } from "#/shared/format";
import { UploadRow } from "#/shared/UploadRow";
import { Button } from "#/ui/Button";
import { FileDrop } from "#/ui/FileDrop";
import { TextArea } from "#/ui/TextArea";
import type { Received } from "../api.gen";
import { useOnline } from "../connection";
import { useDraft } from "../drafts";
import { Failed } from "../Failed";
import { type AnswerTo, useAnswer } from "./queries";
import css from "./Upload.module.css";
import { type UploadItem, uploads, useAllUploads } from "./uploads";

export interface UploadFormProps extends AnswerTo {
  firm: string;
  /** First name of who looks at it. */
  who: string;
  maxFile: number;
  onReceived: (receipt: Received) => void;
}

/** What the files of one place are kept under. */
export function targetOf({ engagement, request }: AnswerTo): string {
  return request ? `request/${engagement}/${request}` : `send/${engagement}`;
}

/** Choose, photograph or drop files; they go up at once and are sent together with a word. */
export function UploadForm({ firm, who, maxFile, onReceived, ...to }: UploadFormProps) {
  const target = targetOf(to);
  const [note, setNote] = useDraft(`${to.client}/${target}`);
  const files = useAllUploads().filter((u) => u.client === to.client && u.target === target);
  const send = useAnswer(to);
  const ready = files.filter((f) => f.state === "ready");
  const coming = files.filter((f) => f.state !== "ready" && f.state !== "failed");
  const submit = () => {
    const names = ready.flatMap((f) => (f.upload ? [f.upload] : []));
    send.mutate(
      { answer: "files", uploads: names, note },
      {
        onSuccess: (receipt) => {
          setNote("");
          uploads.done(ready.map((f) => f.id));
          onReceived(receipt);
        },
      },
    );
  };
  return (
    <div className={css.form}>
      <FileDrop
        hint={`PDF, photos, Word or Excel, up to ${fileSize(maxFile).replace(".0 ", " ")} each`}
        onFiles={(chosen) => uploads.add(to.client, target, chosen)}
      />
      {files.length > 0 && <Files files={files} />}
      <TextArea
        label={`Anything ${who} should know?`}
        optional
        rows={2}
        value={note}
        onChange={setNote}
        maxLength={4000}
      />
      {send.error && <Failed error={send.error} />}
      <Button
        look="primary"
        size="main"
        wide
        icon={Send}
        onPress={submit}
        busy={send.isPending}
        busyLabel="Sending"
        disabled={ready.length === 0 || coming.length > 0}
      >
        {files.length === 0 ? "Send" : `Send ${count(ready.length + coming.length, "file")}`}
      </Button>
      <Assurance firm={firm} coming={coming.length} />
    </div>
  );
}

function Files({ files }: { files: readonly UploadItem[] }) {
  return (
    <ul className={css.files} aria-label="Files">
      {files.map((file) => (
        <li key={file.id}>
          <UploadRow
            name={file.name}
            size={file.size}
            sent={file.sent}
            state={file.state}
            reason={file.reason}
            onRetry={file.refused ? undefined : () => uploads.retry(file.id)}
            onRemove={() => uploads.remove(file.id)}
          />
        </li>
      ))}
    </ul>
  );
}

/** What is safe, in one line. */
function Assurance({ firm, coming }: { firm: string; coming: number }) {
  const online = useOnline();
  const kept = !online && coming > 0;
  return (
    <p className={css.promise} role="status">
      <Lock size={16} />
      {kept
        ? `No connection. Your ${count(coming, "file")} ${coming === 1 ? "is" : "are"} kept here and ${coming === 1 ? "goes" : "go"} up when you’re back.`
        : `Goes only to ${firm}. Resumes if cut off.`}
    </p>
  );
}
