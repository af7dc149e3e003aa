import { useState } from "react";
import type { Deliverable, Field } from "../api.gen";

/** What a person puts on the pages themselves; dates come by themselves. */
export function isMark(field: Field): boolean {
  return field.kind !== "date";
}

export interface Marks {
  marks: readonly Field[];
  placed: ReadonlySet<string>;
  /** The place one is at. */
  selected: Field | undefined;
  /** The next place without a mark, or none. */
  next: Field | undefined;
  complete: boolean;
  select: (id: string) => void;
  place: (id: string) => void;
  takeBack: (id: string) => void;
}

/** The places to sign, and which have been filled. Nothing binds before it is confirmed. */
export function useMarks(shown: Deliverable): Marks {
  const marks = shown.fields.filter(isMark);
  const [placed, setPlaced] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string>();
  const selected = marks.find((f) => f.id === at);
  const from = selected ? marks.indexOf(selected) : -1;
  const open = (f: Field) => !placed.has(f.id);
  return {
    marks,
    placed,
    selected,
    next: marks.slice(from + 1).find(open) ?? marks.find(open),
    complete: marks.every((f) => placed.has(f.id)),
    select: setAt,
    place: (id) => {
      setAt(id);
      setPlaced(new Set([...placed, id]));
    },
    takeBack: (id) => setPlaced(new Set([...placed].filter((p) => p !== id))),
  };
}
