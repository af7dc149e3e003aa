import { type PointerEvent, useRef, useState } from "react";

export interface Reorder {
  /** Goes on the list whose children are the rows. */
  list: React.RefObject<HTMLOListElement | null>;
  /** Where the dragged row would land, from 0; null while nothing is dragged. */
  landing: { from: number; to: number } | null;
  /** Goes on the grip of a row. */
  grip: (from: number) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
}

/** Dragging rows of a list by their grips. The keyboard's twin is the caller's. */
export function useReorder(onMove: (from: number, to: number) => void): Reorder {
  const list = useRef<HTMLOListElement>(null);
  const [landing, setLanding] = useState<Reorder["landing"]>(null);
  const drop = () => {
    if (landing && landing.from !== landing.to) onMove(landing.from, landing.to);
    setLanding(null);
  };
  const grip = (from: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setLanding({ from, to: from });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (landing) setLanding({ from: landing.from, to: placeAt(list.current, landing.from, event.clientY) });
    },
    onPointerUp: drop,
    onPointerCancel: () => setLanding(null),
  });
  return { list, landing, grip };
}

/** How many of the other rows lie above a height of the window. */
function placeAt(list: HTMLElement | null, from: number, height: number): number {
  const rows = [...(list?.children ?? [])].filter((_, i) => i !== from);
  return rows.filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return (top + bottom) / 2 < height;
  }).length;
}
