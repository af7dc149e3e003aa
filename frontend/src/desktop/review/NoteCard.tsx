import { type ReactNode, useEffect, useRef } from "react";
import { PinMarker } from "#/shared/PinMarker";
import { Avatar } from "#/ui/Avatar";
import { cx } from "#/ui/cx";
import type { view } from "../api";
import css from "./Notes.module.css";

export interface NoteCardProps {
  note: view.ReviewNote;
  active: boolean;
  onChoose: () => void;
  /** Where a reply is typed; only the active note has one. */
  children?: ReactNode;
}

/** A note and what was said under it. A settled one is a single line until it is chosen. */
export function NoteCard({ note, active, onChoose, children }: NoteCardProps) {
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const folded = note.settled && !active;
  const state = active ? "active" : note.settled ? "settled" : "open";
  return (
    <li ref={ref} className={cx(css.card, active && css.active, folded && css.folded)}>
      <button type="button" aria-pressed={active} className={css.head} onClick={onChoose}>
        <PinMarker number={note.number} state={state} />
        {folded ? (
          <span className={css.cut}>{note.text}</span>
        ) : (
          <>
            <strong>{note.by.name}</strong>
            <time dateTime={note.moment.at} className={css.meta}>
              {note.moment.words}
            </time>
          </>
        )}
        <span className={css.end}>
          {note.pending && <span className={css.queued}>queued</span>}
          {folded ? "settled" : `p. ${note.page}${note.settled ? " · settled" : ""}`}
        </span>
      </button>
      {!folded && (
        <div className={css.body}>
          <p className={css.text}>{note.text}</p>
          {note.answers.map((answer) => (
            <div key={answer.moment.at + answer.by.id} className={css.answer}>
              <Avatar name={answer.by.name} size="small" decorative />
              <div>
                <strong>{answer.by.name}</strong>{" "}
                <time dateTime={answer.moment.at} className={css.meta}>
                  {answer.moment.words}
                </time>
                <p className={css.text}>{answer.text}</p>
              </div>
            </div>
          ))}
          {children}
        </div>
      )}
    </li>
  );
}
