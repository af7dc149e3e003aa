import { describe, expect, test } from "vitest";
import { clip, drawAllBelow, pieces } from "./window";

const rows = (n: number) => Array.from({ length: n }, () => 31);
const at = (top: number) => ({ top, bottom: top + 900 });

describe("what is drawn of a long column", () => {
  test("a short one is drawn whole", () => {
    expect(pieces(rows(drawAllBelow), at(0))).toEqual([{ kind: "lines", from: 0, to: drawAllBelow }]);
  });

  test("a long one is drawn where one looks, with its ends", () => {
    const drawn = pieces(rows(10_000), at(31 * 5000));
    expect(drawn.map((piece) => piece.kind)).toEqual(["lines", "room", "lines", "room", "lines"]);
    expect(drawn[0]).toEqual({ kind: "lines", from: 0, to: 2 });
    expect(drawn[2]).toEqual({ kind: "lines", from: 4988, to: 5042 });
    expect(drawn[4]).toEqual({ kind: "lines", from: 9998, to: 10_000 });
  });

  test("the line that has the focus stays, with its neighbours, however far one scrolls", () => {
    const drawn = pieces(rows(10_000), at(31 * 9000), 300);
    expect(drawn).toContainEqual({ kind: "lines", from: 298, to: 303 });
  });

  test.each([0, 1, 31 * 3, 31 * 5000 + 7, 31 * 9990, 31 * 20_000])(
    "nothing is lost or drawn twice at %d",
    (top) => {
      const heights = rows(10_000).map((height, line) => (line % 7 ? height : 36));
      const drawn = pieces(heights, at(top), 4321);
      let next = 0;
      for (const piece of drawn) {
        expect(piece.from).toBe(next);
        expect(piece.to).toBeGreaterThan(piece.from);
        next = piece.to;
      }
      expect(next).toBe(10_000);
      const lines = drawn.filter((piece) => piece.kind === "lines");
      expect(lines.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThan(100);
    },
  );

  test("a group takes its part of the pieces", () => {
    const drawn = pieces(rows(1000), at(31 * 500));
    const [first] = clip(drawn, 0, 1);
    expect(first).toEqual({ kind: "lines", from: 0, to: 1 });
    expect(clip(drawn, 100, 200)).toEqual([{ kind: "room", from: 100, to: 200 }]);
    expect(clip(drawn, 400, 500)).toEqual([
      { kind: "room", from: 400, to: 488 },
      { kind: "lines", from: 488, to: 500 },
    ]);
  });
});
