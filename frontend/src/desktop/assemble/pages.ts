/** Pages of a part as a person writes them: the numbers to take, in order, or what is wrong with them. */
export type Taken = { pages: readonly number[]; wrong?: undefined } | { pages?: undefined; wrong: string };

/** Reads "1-3, 7" or "9-" of a file with so many pages, by the rules that Go assembles by. Nothing means all. */
export function readPages(text: string, count: number): Taken {
  const written = text.replace(/\s/g, "").replace(/[–—‑]/g, "-").replace(/;/g, ",").replace(/,$/, "");
  if (written === "") return { pages: run(1, count) };
  const pages: number[] = [];
  let open = "";
  for (const piece of written.split(",")) {
    if (open) return { wrong: `“${open}” goes to the last page, so nothing can come after it.` };
    const read = readPiece(piece, count);
    if (!read.pages) return read;
    const twice = read.pages.find((page) => pages.includes(page));
    if (twice) return { wrong: `Page ${twice} is named twice. Name each page once.` };
    pages.push(...read.pages);
    if (piece.endsWith("-")) open = piece;
  }
  return { pages };
}

/** Reads "7", "1-3" or "9-". */
function readPiece(piece: string, count: number): Taken {
  const [, first, range, end] = /^(\d{1,9})(-(\d{1,9})?)?$/.exec(piece) ?? [];
  const from = Number(first ?? 0);
  const to = range ? Number(end ?? count) : from;
  if (from < 1 || to < 1)
    return { wrong: `“${piece}” is not a page or a range. Write them like this: 1-3, 7.` };
  if (end && to < from)
    return { wrong: `“${piece}” runs backwards. Write the smaller page first: ${to}-${from}.` };
  const last = Math.max(from, to);
  if (last <= count) return { pages: run(from, to) };
  return { wrong: `It has ${count === 1 ? "1 page" : `${count} pages`}, so there is no page ${last}.` };
}

function run(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/** The pages of a part that are taken; null while the file is not read, or when what is written makes no sense. */
export function takenOf(
  part: { pages: string },
  check: { pages: number } | undefined,
): readonly number[] | null {
  if (!check?.pages) return null;
  return readPages(part.pages, check.pages).pages ?? null;
}
