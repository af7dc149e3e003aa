/** The words of a page; null where it has none, as a scan has not. */
export type PageWords = string | null;

export interface Difference {
  /** Pages of the newer one whose words differ from the page they stand for. */
  changed: number[];
  /** Pages of the newer one that stand for none. */
  added: number[];
  /** How many pages of the older one have no counterpart. */
  removed: number;
  /** Pages without words, which cannot be compared. */
  unread: number[];
}

/**
 * Which pages of a newer draft differ from an older one by their words. Pages
 * with the same words are matched in order; what lies between two matches is
 * compared one by one.
 */
export function compare(older: readonly PageWords[], newer: readonly PageWords[]): Difference {
  const out: Difference = { changed: [], added: [], removed: 0, unread: [] };
  newer.forEach((words, i) => {
    if (words === null) out.unread.push(i + 1);
  });
  let [o, n] = [0, 0];
  for (const [matchO, matchN] of [...matches(older, newer), [older.length, newer.length] as const]) {
    for (; n < matchN; n++) {
      if (newer[n] === null) o = Math.min(o + 1, matchO);
      else if (o < matchO) {
        out.changed.push(n + 1);
        o++;
      } else out.added.push(n + 1);
    }
    out.removed += matchO - o;
    [o, n] = [matchO + 1, matchN + 1];
  }
  return out;
}

/** The longest common run of pages, as pairs of places. */
function matches(a: readonly PageWords[], b: readonly PageWords[]): (readonly [number, number])[] {
  const width = b.length + 1;
  const best = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
