import type { KeyboardEvent } from "react";
import { Button } from "#/ui/Button";
import { TextArea } from "#/ui/TextArea";
import css from "./Notes.module.css";
import type { Notes } from "./useNotes";

/** Under the active note: Enter replies, Ctrl Enter settles (the screen binds it). */
export function NoteReply({ notes, number }: { notes: Notes; number: number }) {
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    notes.answer();
  };
  const typed = notes.reply.trim() !== "";
  return (
    <div className={css.reply}>
      <TextArea
        label={`Reply to note ${number}`}
        labelHidden
        placeholder="Reply"
        rows={1}
        value={notes.reply}
        onChange={notes.setReply}
        onKeyDown={keys}
      />
      <div className={css.replyActs}>
        {typed && (
          <Button size="small" keys={["Enter"]} onPress={notes.answer}>
            Reply
          </Button>
        )}
        <Button size="small" keys={["Ctrl", "Enter"]} busy={notes.act.busy} onPress={notes.settle}>
          {typed ? "Reply and settle" : "Settle"}
        </Button>
      </div>
    </div>
  );
}
