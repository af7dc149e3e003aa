import { ChevronDown, ChevronRight, Folder, HardDrive, Info, Lock, MonitorSmartphone } from "lucide-react";
import { Fragment, type ReactNode, useState } from "react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import { rove } from "#/ui/roving";
import { Tag } from "#/ui/Tag";
import { fileIcon } from "./fileIcon";
import { type Tie, TieMark } from "./TieMark";
import css from "./TieTable.module.css";

/** One side of a row: a name, a fact at its end, and how it stands out. */
export interface TieSide {
  name: string;
  icon?: Icon;
  fact?: ReactNode;
  latest?: boolean;
  tone?: "plain" | "dimmed" | "moving";
}

export interface TieRow {
  id: string;
  share: TieSide;
  /** Absent where the client sees nothing: the side is hatched. */
  portal?: TieSide;
  tie: Tie;
  /** Both versions and times, for the tooltip of the tie. */
  detail?: string;
  /** A sentence under the row that asks for a decision, and its link. */
  note?: { text: ReactNode; action?: ReactNode };
}

export interface TieGroup {
  id: string;
  /** The folder on the share, and what the client reads for it. */
  share: string;
  portal: string;
  /** "share → portal", "two-way", "never leaves the share" */
  direction: string;
  isPrivate?: boolean;
  rows: readonly TieRow[];
  /** What each side says while there is nothing. */
  empty?: { share: string; portal: string };
}

export interface TieTableProps {
  label: string;
  /** Where the folder is: "S:\Clients\Acme Ltd\2025 Form 1120-S". */
  place: string;
  /** "What Ruth sees" */
  portalTitle: string;
  /** A Button with `look="link"`: "View as Ruth". */
  portalAction?: ReactNode;
  groups: readonly TieGroup[];
  onOpen?: (id: string) => void;
  /** The portal side is as of an earlier time. */
  stale?: boolean;
}

/** Left the share, right what the client sees, and one column of ticks between. */
export function TieTable({ label, place, portalTitle, portalAction, groups, onOpen, stale }: TieTableProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const fold = (id: string) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  return (
    <section aria-label={label} onKeyDown={rove} className={css.frame}>
      <table className={cx(css.table, stale && css.stale)}>
        <thead>
          <tr>
            <th scope="col" className={css.head}>
              <span className={css.line}>
                <HardDrive size={16} className={css.icon} />
                <span className={css.side}>On the share</span> <span className={css.place}>{place}</span>
              </span>
            </th>
            <th scope="col" className={css.tie}>
              <Hidden>Tie</Hidden>
            </th>
            <th scope="col" className={css.head}>
              <span className={css.line}>
                <MonitorSmartphone size={16} className={css.icon} />
                <span className={css.side}>{portalTitle}</span>{" "}
                <span className={css.end}>{portalAction}</span>
              </span>
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <Group
            key={group.id}
            group={group}
            folded={folded.has(group.id)}
            onFold={() => fold(group.id)}
            onOpen={onOpen}
          />
        ))}
      </table>
    </section>
  );
}

interface GroupProps {
  group: TieGroup;
  folded: boolean;
  onFold: () => void;
  onOpen?: (id: string) => void;
}

function Group({ group, folded, onFold, onOpen }: GroupProps) {
  const Arrow = folded ? ChevronRight : ChevronDown;
  const Sign = group.isPrivate ? Lock : Folder;
  return (
    <tbody>
      <tr className={css.group}>
        <th scope="rowgroup">
          <button type="button" data-rove aria-expanded={!folded} onClick={onFold} className={css.fold}>
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
      {!folded && group.rows.length === 0 && group.empty && (
        <tr className={css.empty}>
          <td>{group.empty.share}</td>
          <td className={css.tie} />
          <td>{group.empty.portal}</td>
        </tr>
      )}
      {!folded && group.rows.map((row) => <Row key={row.id} row={row} onOpen={onOpen} />)}
    </tbody>
  );
}

function Row({ row, onOpen }: { row: TieRow; onOpen?: (id: string) => void }) {
  return (
    <Fragment>
      <tr className={css.row}>
        <td className={css.nested}>
          <Side side={row.share} onOpen={onOpen && (() => onOpen(row.id))} />
        </td>
        <td className={css.tie} data-kind={row.tie.kind}>
          <TieMark tie={row.tie} detail={row.detail} />
        </td>
        <td className={row.portal ? undefined : css.hatched}>{row.portal && <Side side={row.portal} />}</td>
      </tr>
      {row.note && (
        <tr className={css.note}>
          <td colSpan={3}>
            <span className={css.line}>
              <Info size={16} className={css.warn} />
              {row.note.text}
              <span className={css.end}>{row.note.action}</span>
            </span>
          </td>
        </tr>
      )}
    </Fragment>
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
        <span className={css.name}>{name}</span>
      )}
      <span className={css.end}>
        {side.latest && <Tag tone="accent">Latest</Tag>}
        {side.fact}
      </span>
    </span>
  );
}
