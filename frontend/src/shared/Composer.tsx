import { Lock, Paperclip, Send } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { Button } from "#/ui/Button";
import { cx } from "#/ui/cx";
import { IconButton } from "#/ui/IconButton";
import { commandHeld } from "#/ui/keys";
import { TextArea } from "#/ui/TextArea";
import { Views } from "#/ui/Views";
import css from "./Composer.module.css";

export type ComposerMode = "reply" | "note";

export interface ComposerProps {
  /** Who reads it: "Ruth", "Tom and Priya". */
  to: string;
  value: string;
  onChange: (text: string) => void;
  onSend: () => void;
  /** Sending; the text stays. */
  busy?: boolean;
  /** `office` has tools, a shortcut and a note to colleagues; `portal` is one line that grows. */
  look: "office" | "portal";
  /** With both, the author may switch to a note that only the office sees. */
  mode?: ComposerMode;
  onMode?: (mode: ComposerMode) => void;
  /** A word on what the reader is told: "Ruth’s notice won’t contain the text". */
  notice?: string;
  onFiles?: (files: File[]) => void;
  /** Buttons with `look="plain"`: Make a request, Snippet. */
  tools?: ReactNode;
}

/** Where a message is written. Ctrl Enter sends. */
export function Composer(props: ComposerProps) {
  const { to, value, onChange, onSend, busy, look, mode = "reply", onMode, notice, onFiles, tools } = props;
  const empty = value.trim() === "";
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !commandHeld(event) || empty || busy) return;
    event.preventDefault();
    onSend();
  };
  const label = mode === "note" ? "Note to the office" : `Write to ${to}`;
  const attach = onFiles && <Attach onFiles={onFiles} />;
  if (look === "portal") {
    return (
      <div className={css.line}>
        {attach}
        <TextArea
          label={label}
          labelHidden
          placeholder={label}
          rows={1}
          value={value}
          onChange={onChange}
          onKeyDown={keys}
        />
        <IconButton label="Send" icon={Send} look="primary" disabled={empty || busy} onPress={onSend} />
      </div>
    );
  }
  return (
    <div className={cx(css.box, mode === "note" && css.note)}>
      <div className={css.head}>
        {onMode && (
          <Views
            label="Who reads it"
            views={[
              { id: "reply", label: `Reply to ${to}` },
              { id: "note", label: "Note to the office" },
            ]}
            selected={mode}
            onChange={(id) => onMode(id === "note" ? "note" : "reply")}
          />
        )}
        {mode === "note" ? (
          <span className={css.notice}>
            <Lock size={12} /> Only the office sees this
          </span>
        ) : (
          notice && <span className={css.notice}>{notice}</span>
        )}
      </div>
      <TextArea label={label} labelHidden bare rows={3} value={value} onChange={onChange} onKeyDown={keys} />
      <div className={css.foot}>
        {attach}
        {tools}
        <span className={css.send}>
          <Button
            look="primary"
            keys={["Ctrl", "Enter"]}
            busy={busy}
            busyLabel="Sending"
            disabled={empty}
            onPress={onSend}
          >
            {mode === "note" ? "Save note" : "Send"}
          </Button>
        </span>
      </div>
    </div>
  );
}

function Attach({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <FileTrigger allowsMultiple onSelect={(files) => files?.length && onFiles([...files])}>
      <IconButton label="Attach files" icon={Paperclip} />
    </FileTrigger>
  );
}
