import { describe, expect, test } from "vitest";
import type { View } from "#/shared/pdf/geometry";
import type { view } from "../api";
import { draft } from "../dev/drafts";
import { inOrder, neighbour, pinOf, toSpot } from "./notes";

type Pair = readonly [number, number];
const [left, foot, right, head] = [10, 20, 622, 812];
/** Where user space lies on paper turned by so much, and back, at scale 1. */
const turns: Record<number, readonly [(x: number, y: number) => Pair, (l: number, t: number) => Pair]> = {
  0: [(x, y) => [x - left, head - y], (l, t) => [l + left, head - t]],
  90: [(x, y) => [y - foot, x - left], (l, t) => [t + left, l + foot]],
  180: [(x, y) => [right - x, y - foot], (l, t) => [right - l, t + foot]],
  270: [(x, y) => [head - y, right - x], (l, t) => [right - t, head - l]],
};

function paper(rotation: number, scale: number): View {
  const [there, back] = turns[rotation] ?? turns[0] ?? [];
  if (!there || !back) throw new Error("no such turn");
  const lies = rotation % 180 !== 0;
  return {
    scale,
    width: (lies ? head - foot : right - left) * scale,
    height: (lies ? right - left : head - foot) * scale,
    convertToViewportPoint: (x, y) => there(x, y).map((n) => n * scale),
    convertToPdfPoint: (l, t) => [...back(l / scale, t / scale)],
  };
}

const note = (id: string, more: Partial<view.ReviewNote> = {}): view.ReviewNote => ({
  ...(draft.notes[0] as view.ReviewNote),
  id,
  ...more,
});

describe("where a note stands", () => {
  test.each([0, 90, 180, 270])(
    "on a page turned by %i it comes back to the point that was pressed",
    (rotation) => {
      const view = paper(rotation, 1.5);
      const [x = 0, y = 0] = view.convertToPdfPoint(120, 300);
      expect(toSpot(view, { page: 3, x, y })).toEqual({ page: 3, x: 80, y: 200 });
      const pin = pinOf(note("n", { page: 3, x: 80, y: 200 }), false, view);
      expect(view.convertToViewportPoint(pin.x ?? 0, pin.y)).toEqual([
        expect.closeTo(120),
        expect.closeTo(300),
      ]);
    },
  );

  test("the line of the active note lies around it, whatever the zoom", () => {
    const pin = pinOf(note("n", { x: 80, y: 200 }), true, paper(0, 2));
    const [, bottom = 0, , top = 0] = pin.mark ?? [];
    expect((bottom + top) / 2).toBeCloseTo(pin.y);
    expect(pin.state).toBe("active");
  });
});

describe("going through notes", () => {
  const notes = inOrder([
    note("late", { page: 9, number: 1 }),
    note("done", { page: 1, number: 2, settled: true }),
    note("early", { page: 2, number: 3 }),
  ]);

  test("open ones come first, page by page", () => {
    expect(notes.map((n) => n.id)).toEqual(["early", "late", "done"]);
  });

  test("a step stays within the ends, and begins at one", () => {
    expect(neighbour(notes, "early", 1)?.id).toBe("late");
    expect(neighbour(notes, "early", -1)?.id).toBe("early");
    expect(neighbour(notes, "done", 1)?.id).toBe("done");
    expect(neighbour(notes, "", 1)?.id).toBe("early");
    expect(neighbour(notes, "", -1)?.id).toBe("done");
    expect(neighbour([], "", 1)).toBeUndefined();
  });
});
