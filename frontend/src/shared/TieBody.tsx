import { ChevronDown, ChevronRight, Folder, Info, Lock } from "lucide-react";
import { cx } from "#/ui/cx";
import { Tag } from "#/ui/Tag";
import { clip, type Piece } from "#/ui/window";
import { fileIcon } from "./fileIcon";
import { TieMark } from "./TieMark";
import type { TieSide } from "./TieTable";
import css from "./TieTable.module.css";
import { heightsOf, type TieLine } from "./tieLines";

export interface TieBodyProps {
  lines: readonly TieLine[];
  pieces: readonly Piece[];
  folded: ReadonlySet<string>;
  onFold: (group: string) => void;
  onOpen?: (row: string) => void;
}

/** The drawn lines, each group in a body of its own, with room for those that are not drawn. */
export function TieBody({ lines, pieces, ...rest }: TieBodyProps) {
  const heights = heightsOf(lines);
  return groupsOf(lines).map(([from, to]) => (
    <tbody key={lines[from]?.group.id}>
      {clip(pieces, from, to).flatMap((piece) =>
        piece.kind === "room" ? (
          <tr key={`room ${piece.from}`} style={{ height: sum(heights, piece.from, piece.to) }}>
            <td colSpan={3} className={css.room} />
          </tr>
        ) : (
          lines
            .slice(piece.from, piece.to)
            .map((line, offset) => <Line key={keyOf(line)} line={line} at={piece.from + offset} {...rest} />)
        ),
      )}
    </tbody>
  ));
}

const keyOf = (line: TieLine) => `${line.kind} ${"row" in line ? line.row.id : ""}`;

function sum(heights: readonly number[], from: number, to: number): number {
  return heights.slice(from, to).reduce((all, one) => all + one, 0);
}

/** Where groups begin and end. */
function groupsOf(lines: readonly TieLine[]): [number, number][] {
  const groups: [number, number][] = [];
  for (const [at, line] of lines.entries()) {
    const last = groups.at(-1);
    if (last && line.kind !== "group") last[1] = at + 1;
    else groups.push([at, at + 1]);
  }
  return groups;
}

type LineProps = Pick<TieBodyProps, "folded" | "onFold" | "onOpen"> & { line: TieLine; at: number };

function Line({ line, at, folded, onFold, onOpen }: LineProps) {
  const place = { "data-line": at, "aria-rowindex": at + 2 };
  switch (line.kind) {
    case "group":
      return <Head {...place} line={line} folded={folded.has(line.group.id)} onFold={onFold} />;
    case "empty":
      return (
        <tr {...place} className={css.empty}>
          <td>{line.empty.share}</td>
          <td className={css.tie} />
          <td>{line.empty.portal}</td>
        </tr>
      );
    case "row": {
      const { row } = line;
      return (
        <tr {...place} className={css.row}>
          <td className={css.nested}>
            <Side side={row.share} onOpen={onOpen && (() => onOpen(row.id))} />
          </td>
          <td className={css.tie} data-kind={row.tie.kind}>
            <TieMark tie={row.tie} detail={row.detail} />
          </td>
          <td className={row.portal ? undefined : css.hatched}>{row.portal && <Side side={row.portal} />}</td>
        </tr>
      );
    }
    case "note":
      return (
        <tr {...place} className={cx(css.note, line.note.tone === "plain" && css.plain)}>
          <td colSpan={3}>
            <span className={css.line}>
              <Info size={16} className={css.sign} />
              <span>{line.note.text}</span>
              <span className={css.end}>{line.note.action}</span>
            </span>
          </td>
        </tr>
      );
  }
}

interface HeadProps {
  line: TieLine;
  folded: boolean;
  onFold: (group: string) => void;
  "data-line": number;
  "aria-rowindex": number;
}

function Head({ line: { group }, folded, onFold, ...place }: HeadProps) {
  const Arrow = folded ? ChevronRight : ChevronDown;
  const Sign = group.isPrivate ? Lock : Folder;
  return (
    <tr {...place} className={css.group}>
      <th scope="rowgroup">
        <button
          type="button"
          data-rove
          aria-expanded={!folded}
          onClick={() => onFold(group.id)}
          className={css.fold}
        >
          <Arrow size={14} className={css.icon} />
          <Sign size={15} className={css.icon} />
          {group.share}
        </button>
      </th>
      <td className={css.tie} />
      <td>
        <span className={css.line}>
          <strong>{group.portal}</strong>
          <span className={css.end}>{group.direction}</span>
        </span>
      </td>
    </tr>
  );
}

function Side({ side, onOpen }: { side: TieSide; onOpen?: () => void }) {
  const Glyph = side.icon ?? fileIcon(side.name);
  const name = side.name.replace(/\/$/, "");
  return (
    <span className={cx(css.line, side.tone && css[side.tone])}>
      <Glyph size={16} className={css.icon} />
      {onOpen ? (
        <button type="button" data-rove onClick={onOpen} className={css.name}>
          {name}
        </button>
      ) : (
        <span className={css.name}>{side.label ?? name}</span>
      )}
      <span className={css.end}>
        {side.latest && <Tag tone="accent">Latest</Tag>}
        {side.fact}
      </span>
    </span>
  );
}
