import { CirclePause, Clock, Folder, History, PencilLine, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { TieGroup, TieRow, TieSide } from "#/shared/TieTable";
import { Button } from "#/ui/Button";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import { Countdown } from "../files/Countdown";
import { OutboundActs } from "../files/OutboundActs";
import { tieSign } from "../files/ties";
import css from "./Engagement.module.css";
import { FileMenu } from "./FileMenu";

type RowAct = (row: view.FileRow, name: string) => void;

/** What moves right now, by version: it is told more often than the share is looked at. */
export type Moving = ReadonlyMap<string, view.QueueItem>;

const signs: Record<string, Icon> = { open: PencilLine, held: CirclePause, withdrawn: Undo2 };

/** A side with nothing on it says in words why: hatching is for what is private and means nothing else. */
function sideOf(side: view.FileSide, row: view.FileRow, missing: string, more?: ReactNode): TieSide {
  if (!side.name) return { name: missing, icon: signs[row.tie] ?? Clock, tone: "dimmed", fact: more };
  return {
    name: side.name,
    icon: row.earlier && side === row.client ? History : undefined,
    latest: side.tag === "Latest",
    tone: row.tie === "moving" ? "moving" : row.earlier || row.tie === "withdrawn" ? "dimmed" : "plain",
    fact: (
      <span className={css.fact}>
        {side.by && (
          <Tag tone="outline" icon={PencilLine}>
            {side.by}
            <Hidden> has it open</Hidden>
          </Tag>
        )}
        {side.tag && side.tag !== "Latest" && <Tag>{side.tag}</Tag>}
        <span className={css.meta}>{side.meta}</span>
        {more}
      </span>
    ),
  };
}

function rowOf(told: view.FileRow, act: RowAct, moving: Moving): TieRow {
  const comes = told.code === "filing";
  const item = told.tie === "moving" || comes ? moving.get(told.version) : undefined;
  const row = item && comes ? { ...told, tie: "moving", tieWords: "Coming in" } : told;
  const percent = Math.round(item ? item.progress * 100 : row.percent);
  const client = row.tie === "moving" && !comes ? { ...row.client, meta: `sending ${percent}%` } : row.client;
  const notThere = row.tie === "moving" ? `Coming in ${percent}%` : "Not on the share";
  const menu = row.can.length > 0 && !row.earlier && <FileMenu row={row} onAct={(name) => act(row, name)} />;
  return {
    id: row.key,
    share: sideOf(row.share, row, row.earlier ? "" : notThere, menu),
    portal: row.tie === "office" ? undefined : portalOf(client, comes ? { ...row, tie: "waiting" } : row),
    tie: tieSign(row.tie, percent),
    detail: [row.tieWords, item?.figures].filter(Boolean).join(", "),
    note: row.note ? noteOf(row, (name) => act(row, name)) : undefined,
  };
}

/** What the client sees, or in words why that is nothing. */
function portalOf(client: view.FileSide, row: view.FileRow): TieSide {
  const side = sideOf(client, row, row.tieWords || "Not there yet");
  return client.name || row.code !== "goes-out" ? side : { ...side, label: <Countdown left={row.left} /> };
}

/** The line under a row: how it stands where the client's side shows something else, why, and what can be done. */
function noteOf(row: view.FileRow, act: (name: string) => void): TieRow["note"] {
  const goesOut = row.code === "goes-out";
  const standing = goesOut ? <Countdown left={row.left} /> : row.tieWords;
  const onItsWay = goesOut || row.code === "waits-release" || row.code === "pulled-back";
  return {
    text:
      onItsWay && row.client.name ? (
        <>
          <strong>{standing}.</strong> {row.note}
        </>
      ) : (
        row.note
      ),
    tone: !goesOut && (row.tie === "settle" || row.tie === "held") ? "warn" : "plain",
    action: onItsWay ? (
      <span className={css.acts}>
        <OutboundActs row={row} onAct={act} />
      </span>
    ) : (
      row.can.includes("explain") && (
        <Button look="link" onPress={() => act("explain")}>
          What to do
        </Button>
      )
    ),
  };
}

/** The four folders, then what never leaves the share. */
export function tieGroups(panel: view.FilesPanel, act: RowAct, moving: Moving): TieGroup[] {
  const lanes: TieGroup[] = panel.lanes.map((lane) => ({
    id: lane.lane,
    share: lane.name,
    portal: lane.clientName,
    direction: lane.direction,
    rows: lane.rows.map((row) => rowOf(row, act, moving)),
    empty: { share: lane.empty || "Empty", portal: lane.emptyThere || "Nothing here" },
  }));
  if (panel.private.length === 0) return lanes;
  return [
    ...lanes,
    {
      id: "private",
      share: "Private",
      portal: panel.contact ? `${panel.contact} cannot see these` : "The client cannot see these",
      direction: "never leaves the share",
      isPrivate: true,
      rows: panel.private.map((one) => ({
        id: one.path,
        share: { name: one.name, icon: one.folder ? Folder : undefined, fact: one.meta },
        tie: { kind: "private" },
      })),
    },
  ];
}
