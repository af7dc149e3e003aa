import { Panel } from "#/ui/Panel";
import { ActError } from "../ActError";
import type { view } from "../api";
import { NewNote } from "./NewNote";
import { NoteCard } from "./NoteCard";
import { NoteReply } from "./NoteReply";
import css from "./Notes.module.css";
import type { Notes } from "./useNotes";

/** The notes of the draft, open ones first, with the active one ready to answer. */
export function NotesPanel({
  draft,
  notes,
  mayPin,
}: {
  draft: view.DraftPage;
  notes: Notes;
  mayPin: boolean;
}) {
  const settled = notes.all.length - draft.open;
  const { pinning } = notes;
  return (
    <Panel
      look="bare"
      title="Review notes"
      meta={notes.all.length > 0 && `${draft.open} open · ${settled} settled`}
    >
      <div className={css.list}>
        <ActError act={notes.act} />
        {pinning === "aiming" && (
          <p role="status" className={css.aim}>
            Press the place on the page, or Enter for the middle of what you see. Esc leaves it.
          </p>
        )}
        {typeof pinning !== "string" && (
          <NewNote
            page={pinning.page}
            busy={notes.act.busy}
            onPin={notes.pin}
            onCancel={() => notes.setPinning("off")}
          />
        )}
        {notes.all.length === 0 && pinning === "off" && (
          <p className={css.none}>No notes yet.{mayPin && " Pin one to a page with N."}</p>
        )}
        <ul className={css.list}>
          {notes.all.map((note) => (
            <NoteCard
              key={note.id}
              note={note}
              active={note.id === notes.active?.id}
              onChoose={() => notes.choose(note.id)}
            >
              {mayPin && !note.settled && note.id === notes.active?.id && (
                <NoteReply notes={notes} number={note.number} />
              )}
            </NoteCard>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
