import type { Rect } from "#/shared/pdf/geometry";

/** A run of text on a page: its lower left in user space, its width and height in points. */
export interface Words {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What pdf.js says of a page's text, as far as it runs along the line. */
export function wordsOf(
  items: readonly ({ str: string; transform: number[]; width: number; height: number } | { type: string })[],
): Words[] {
  return items.flatMap((item) => {
    if (!("str" in item)) return [];
    const [, slant = 0, , , x = 0, y = 0] = item.transform;
    return Math.abs(slant) > 0.01 ? [] : [{ text: item.str, x, y, width: item.width, height: item.height }];
  });
}

/** A place that looks as if somebody signs there. */
export interface Suggestion {
  page: number;
  kind: "signature" | "date";
  /** Whose place it reads like. */
  who: "first" | "second";
  rect: Rect;
}

/** Labels at the start of a line, as tax forms and letters print them. Running text that mentions a signature is longer. */
const label =
  /^(?:(your|taxpayer|client|officer|spouse|partner|member|shareholder)['’]?s?\s)?(?:pen and ink )?signature(?: of (?:officer|taxpayer|spouse|client|partner))?\b[^a-z]*$/i;
const longest = 45;
const fieldHeight = 16;
const dateWidth = 84;
const widest = 260;
const narrowest = 60;

/**
 * Places to sign on one page, found by their printed labels; `width` is that of
 * the page. A label counts only with a "Date" on the same line, which keeps
 * running text out. Places of the firm's own people are not offered.
 */
export function suggestions(words: readonly Words[], page: number, width: number): Suggestion[] {
  return words.flatMap((word) => {
    const match = word.text.trim().length < longest ? label.exec(word.text.trim()) : null;
    if (!match) return [];
    const date = words.find(
      (w) =>
        Math.abs(w.y - word.y) < 2 && w.x > word.x + word.width && /^date\b[^a-z]*$/i.test(w.text.trim()),
    );
    if (!date) return [];
    const who = /spouse/i.test(word.text) ? "second" : "first";
    const left = word.x + word.width + 4;
    const right = Math.min(date.x - 6, left + widest);
    if (right - left < narrowest) return [];
    const dateLeft = date.x + date.width + 4;
    return [
      { page, kind: "signature" as const, who, rect: box(left, right, word.y) },
      {
        page,
        kind: "date" as const,
        who,
        rect: box(dateLeft, Math.min(dateLeft + dateWidth, width - 12), date.y),
      },
    ];
  });
}

function box(left: number, right: number, baseline: number): Rect {
  return [tenth(left), tenth(baseline - 3), tenth(right), tenth(baseline - 3 + fieldHeight)];
}

function tenth(n: number): number {
  return Math.round(n * 10) / 10;
}
