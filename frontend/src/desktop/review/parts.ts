import type { view } from "../api";

/** The part that a page of the package belongs to. */
export function partAt(parts: readonly view.DraftPart[], page: number): view.DraftPart | undefined {
  return parts.find((part) => page >= part.first && page < part.first + part.pages);
}

/** What a page is: "1120-S, p. 2"; a part of one page is its name alone. */
export function partLabel(parts: readonly view.DraftPart[], page: number): string | undefined {
  const part = partAt(parts, page);
  if (!part) return undefined;
  return part.pages === 1 ? part.name : `${part.name}, p. ${page - part.first + 1}`;
}
