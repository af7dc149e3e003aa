import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Deliverable, Field } from "../api.gen";
import { placesOf } from "./Agree";
import { inkOf } from "./queries";
import { useMarks } from "./useMarks";

const field = (id: string, kind: Field["kind"], page: number): Field => ({
  id,
  kind,
  page,
  x: 0,
  y: 0,
  w: 9,
  h: 9,
});

const letter = {
  fields: [
    field("a", "signature", 2),
    field("b", "date", 2),
    field("c", "signature", 4),
    field("d", "initials", 4),
  ],
} as unknown as Deliverable;

test("one goes from place to place, and may take a mark back", () => {
  const { result } = renderHook(() => useMarks(letter));
  const marks = () => result.current;
  expect(marks().marks.map((f) => f.id)).toEqual(["a", "c", "d"]);
  expect(marks().next?.id).toBe("a");
  act(() => marks().place("a"));
  expect(marks().next?.id).toBe("c");
  act(() => marks().place("d"));
  expect(marks().next?.id).toBe("c");
  expect(marks().complete).toBe(false);
  act(() => marks().place("c"));
  expect(marks().complete).toBe(true);
  act(() => marks().takeBack("a"));
  expect(marks().complete).toBe(false);
  expect(marks().next?.id).toBe("a");
});

test("where one signs is said in words", () => {
  expect(placesOf(letter)).toBe("3 places, on pages 2 and 4");
  expect(placesOf({ fields: [field("a", "signature", 1)] } as unknown as Deliverable)).toBe(
    "1 place, on page 1",
  );
});

test("ink leaves in a unit square, and a typed name has none", () => {
  expect(inkOf({ kind: "typed", name: "Ruth" })).toBeUndefined();
  const strokes = [
    [
      [0, 0],
      [260, 90],
      [600, -5],
    ],
    [[1, 1]],
  ] as const;
  expect(inkOf({ kind: "drawn", name: "Ruth", width: 520, height: 180, strokes: [...strokes] })).toEqual([
    [0, 0, 0.5, 0.5, 1, 0],
  ]);
});
