/** A stretch of lines that is drawn, or the room of those that are not. */
export type Piece = { kind: "lines" | "room"; from: number; to: number };

/** Below this number everything is drawn: the browser finds text, and readers see a whole table. */
export const drawAllBelow = 160;

const overscan = 12;
const edge = 2;

/**
 * Which lines of a long column to draw: those between two heights and some more on both sides, those
 * around the line that has the focus, and the first and the last ones, so that Home, End and the arrows
 * find their way. The rest is room of the same height.
 */
export function pieces(
  heights: readonly number[],
  { top, bottom }: { top: number; bottom: number },
  focus = -1,
): Piece[] {
  const all = heights.length;
  if (all <= drawAllBelow) return [{ kind: "lines", from: 0, to: all }];
  const [first, last] = between(heights, top, bottom);
  const wanted: [number, number][] = [
    [0, edge],
    [first - overscan, last + overscan],
    [all - edge, all],
  ];
  if (focus >= 0) wanted.push([focus - edge, focus + edge + 1]);
  return fill(
    heights,
    wanted.map(([from, to]) => [Math.max(0, from), Math.min(all, to)]),
  );
}

/** The lines that touch the stretch from top to bottom, the last one not included. */
function between(heights: readonly number[], top: number, bottom: number): [number, number] {
  let at = 0;
  let first = -1;
  for (const [line, height] of heights.entries()) {
    if (first < 0 && at + height > top) first = line;
    if (at >= bottom) return [Math.max(first, 0), line];
    at += height;
  }
  return [first < 0 ? heights.length : first, heights.length];
}

/** Puts ranges in order, joins those that touch, and has room between. */
function fill(heights: readonly number[], ranges: [number, number][]): Piece[] {
  const out: Piece[] = [];
  let drawn = 0;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (to <= drawn) continue;
    if (from > drawn) out.push({ kind: "room", from: drawn, to: from });
    const before = out.at(-1);
    if (before?.kind === "lines") before.to = to;
    else out.push({ kind: "lines", from: Math.max(from, drawn), to });
    drawn = to;
  }
  if (drawn < heights.length) out.push({ kind: "room", from: drawn, to: heights.length });
  return out;
}

/** The pieces between two lines. */
export function clip(drawn: readonly Piece[], from: number, to: number): Piece[] {
  return drawn.flatMap((piece) => {
    const part = { ...piece, from: Math.max(piece.from, from), to: Math.min(piece.to, to) };
    return part.from < part.to ? [part] : [];
  });
}
