import { useState } from "react";
import { Button } from "#/ui/Button";
import { useShortcuts } from "#/ui/shortcuts";
import { TextArea } from "#/ui/TextArea";
import css from "./Notes.module.css";

export interface NewNoteProps {
  page: number;
  busy: boolean;
  onPin: (text: string) => void;
  onCancel: () => void;
}

/** The words of a note whose place was just pressed. */
export function NewNote({ page, busy, onPin, onCancel }: NewNoteProps) {
  const [text, setText] = useState("");
  const pin = () => {
    if (text.trim()) onPin(text);
  };
  useShortcuts({ "ctrl+enter": pin, escape: onCancel });
  return (
    <section aria-label="New note" className={css.fresh}>
      <TextArea
        label={`New note on page ${page}`}
        rows={3}
        autoFocus
        value={text}
        onChange={setText}
        hint="The office reads it. The client never does."
      />
      <div className={css.replyActs}>
        <Button size="small" onPress={onCancel}>
          Leave it
        </Button>
        <Button
          size="small"
          look="soft"
          keys={["Ctrl", "Enter"]}
          busy={busy}
          busyLabel="Pinning"
          disabled={!text.trim()}
          onPress={pin}
        >
          Pin note
        </Button>
      </div>
    </section>
  );
}
