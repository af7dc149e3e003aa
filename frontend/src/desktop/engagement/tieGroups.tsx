import { Clock, Folder, History, PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import type { Tie } from "#/shared/TieMark";
import type { TieGroup, TieRow, TieSide } from "#/shared/TieTable";
import { Hidden } from "#/ui/Hidden";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Engagement.module.css";
import { FileMenu } from "./FileMenu";

type RowAct = (row: view.FileRow, name: string) => void;

function tieOf({ tie, percent }: view.FileRow): Tie {
  switch (tie) {
    case "tied":
    case "settle":
      return { kind: tie };
    case "moving":
      return { kind: "moving", percent };
    default:
      return { kind: "waiting" };
  }
}

/** A side with nothing on it says so: hatching is for what is private and means nothing else. */
function sideOf(side: view.FileSide, row: view.FileRow, missing: string, more?: ReactNode): TieSide {
  if (!side.name) return { name: missing, icon: Clock, tone: "dimmed" };
  return {
    name: side.name,
    icon: row.earlier && side === row.client ? History : undefined,
    latest: side.tag === "Latest",
    tone: row.tie === "moving" ? "moving" : row.earlier ? "dimmed" : "plain",
    fact: (
      <span className={css.fact}>
        {side.by && (
          <Tag tone="outline" icon={PencilLine}>
            {side.by}
            <Hidden> has it open</Hidden>
          </Tag>
        )}
        {side.tag && side.tag !== "Latest" && <Tag>{side.tag}</Tag>}
        {side.meta}
        {more}
      </span>
    ),
  };
}

function rowOf(row: view.FileRow, act: RowAct): TieRow {
  const menu = row.can.length > 0 && row.share.name && (
    <FileMenu row={row} onAct={(name) => act(row, name)} />
  );
  return {
    id: row.key,
    share: sideOf(row.share, row, "Not on the share yet", menu),
    portal: sideOf(row.client, row, "Not there yet"),
    tie: tieOf(row),
    detail: row.tieWords,
    note: row.note ? { text: row.note } : undefined,
  };
}

/** The four folders, then what never leaves the share. */
export function tieGroups(panel: view.FilesPanel, act: RowAct): TieGroup[] {
  const lanes: TieGroup[] = panel.lanes.map((lane) => ({
    id: lane.lane,
    share: lane.name,
    portal: lane.clientName,
    direction: lane.direction,
    rows: lane.rows.map((row) => rowOf(row, act)),
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
