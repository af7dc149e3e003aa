import { HardDrive, MonitorSmartphone } from "lucide-react";
import { type FocusEvent, type ReactNode, useRef, useState } from "react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import { rove } from "#/ui/roving";
import { useWindow } from "#/ui/useWindow";
import { TieBody } from "./TieBody";
import type { Tie } from "./TieMark";
import css from "./TieTable.module.css";
import { heightsOf, linesOf } from "./tieLines";

/** One side of a row: a name, a fact at its end, and how it stands out. */
export interface TieSide {
  name: string;
  /** Stands in the place of the name where it changes by itself. */
  label?: ReactNode;
  icon?: Icon;
  fact?: ReactNode;
  latest?: boolean;
  tone?: "plain" | "dimmed" | "moving";
}

export interface TieRow {
  id: string;
  share: TieSide;
  /** Absent where the client never sees it: the side is hatched. */
  portal?: TieSide;
  tie: Tie;
  /** Both versions and times, for the tooltip of the tie. */
  detail?: string;
  /** A sentence under the row, and its link. `warn` asks for a decision; else it tells. */
  note?: { text: ReactNode; action?: ReactNode; tone?: "warn" | "plain" };
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

/** Left the share, right what the client sees, and one column of ticks between. Of a long folder only what is looked at is drawn. */
export function TieTable({ label, place, portalTitle, portalAction, groups, onOpen, stale }: TieTableProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState(-1);
  const table = useRef<HTMLTableElement>(null);
  const fold = (id: string) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  const lines = linesOf(groups, folded);
  const drawn = useWindow(table, heightsOf(lines), focus);
  const windowed = drawn.length > 1;
  const follow = (event: FocusEvent) => {
    const line = event.target.closest("[data-line]")?.getAttribute("data-line");
    if (windowed && line) setFocus(Number(line));
  };
  return (
    <section aria-label={label} onKeyDown={rove} onFocus={follow} className={css.frame}>
      <table
        ref={table}
        aria-rowcount={windowed ? lines.length + 1 : undefined}
        className={cx(css.table, stale && css.stale)}
      >
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
        <TieBody lines={lines} pieces={drawn} folded={folded} onFold={fold} onOpen={onOpen} />
      </table>
    </section>
  );
}
