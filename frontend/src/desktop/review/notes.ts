import type { View } from "#/shared/pdf/geometry";
import { toRect } from "#/shared/pdf/geometry";
import type { Pin } from "#/shared/pdf/PinsLayer";
import type { view } from "../api";

/** Points from the upper left of a page as displayed: how notes are kept. */
export interface Spot {
  page: number;
  x: number;
  y: number;
}

/** Where a place in user space is on the displayed page. */
export function toSpot(view: View, at: Spot): Spot {
  const [left = 0, top = 0] = view.convertToViewportPoint(at.x, at.y);
  return { page: at.page, x: tenth(left / view.scale), y: tenth(top / view.scale) };
}

const lineHeight = 15;

/** A note as a pin; while it is active the line it stands on is tinted. */
export function pinOf(note: view.ReviewNote, active: boolean, view: View): Pin {
  const [x = 0, y = 0] = view.convertToPdfPoint(note.x * view.scale, note.y * view.scale);
  const half = (lineHeight / 2) * view.scale;
  const margin = view.width * 0.05;
  return {
    id: note.id,
    number: note.number,
    page: note.page,
    x,
    y,
    state: active ? "active" : note.settled ? "settled" : "open",
    label: note.text,
    mark: toRect(view, {
      left: margin,
      top: note.y * view.scale - half,
      width: view.width - 2 * margin,
      height: 2 * half,
    }),
  };
}

/** The place of a note that is still being written. */
export function pinOfNew(spot: Spot, number: number, view: View): Pin {
  const [x = 0, y = 0] = view.convertToPdfPoint(spot.x * view.scale, spot.y * view.scale);
  return { id: "", number, page: spot.page, x, y, state: "open", label: "the one you are writing" };
}

/** Open notes first, page by page, each page in the order they were made. */
export function inOrder(notes: readonly view.ReviewNote[]): view.ReviewNote[] {
  return [...notes].sort(
    (a, b) => Number(a.settled) - Number(b.settled) || a.page - b.page || a.number - b.number,
  );
}

/** The note after or before the one named; the first or last when none is. Stays at an end. */
export function neighbour(
  notes: readonly view.ReviewNote[],
  id: string,
  step: 1 | -1,
): view.ReviewNote | undefined {
  const at = notes.findIndex((n) => n.id === id);
  if (at < 0) return step === 1 ? notes[0] : notes.at(-1);
  return notes[Math.min(Math.max(at + step, 0), notes.length - 1)];
}

function tenth(n: number): number {
  return Math.round(n * 10) / 10;
}
