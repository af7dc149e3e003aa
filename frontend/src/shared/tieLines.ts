import type { TieGroup, TieRow } from "./TieTable";

/** One line of the table: the head of a group, a file, the sentence under it, or "Empty". */
export type TieLine =
  | { kind: "group"; group: TieGroup }
  | { kind: "empty"; group: TieGroup; empty: { share: string; portal: string } }
  | { kind: "row"; group: TieGroup; row: TieRow }
  | { kind: "note"; group: TieGroup; row: TieRow; note: NonNullable<TieRow["note"]> };

/** The lines in reading order; of a folded group, its head alone. */
export function linesOf(groups: readonly TieGroup[], folded: ReadonlySet<string>): TieLine[] {
  return groups.flatMap((group): TieLine[] => {
    const head: TieLine = { kind: "group", group };
    if (folded.has(group.id)) return [head];
    if (group.rows.length === 0 && group.empty) return [head, { kind: "empty", group, empty: group.empty }];
    return [head, ...group.rows.flatMap((row) => rowLines(group, row))];
  });
}

function rowLines(group: TieGroup, row: TieRow): TieLine[] {
  const line: TieLine = { kind: "row", group, row };
  return row.note ? [line, { kind: "note", group, row, note: row.note }] : [line];
}

/** How high lines are, in px: what is not drawn takes this much room. */
const heights: Record<TieLine["kind"], number> = { group: 31, empty: 31, row: 31, note: 36 };

export function heightsOf(lines: readonly TieLine[]): number[] {
  return lines.map((line) => heights[line.kind]);
}
