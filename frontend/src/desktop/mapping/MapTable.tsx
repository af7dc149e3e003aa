import { Empty } from "#/ui/Empty";
import { Table, type TableColumn } from "#/ui/Table";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import css from "./Mapping.module.css";

const tones: Record<string, string | undefined> = {
  ready: css.accent,
  look: css.warn,
  off: css.muted,
  mapped: css.muted,
};

const columns: readonly TableColumn<view.MapRow>[] = [
  {
    id: "client",
    title: "Client",
    rowHeader: true,
    width: "2fr",
    cell: (row) => (
      <strong className={css.cut} title={row.client}>
        {row.client}
      </strong>
    ),
  },
  { id: "title", title: "Engagement", width: "2fr", cell: (row) => row.title },
  { id: "lanes", title: "Folders", width: 90, cell: (row) => `${row.lanes} of 4` },
  {
    id: "contact",
    title: "Contact",
    width: 120,
    cell: (row) => row.contact || <span className={css.warn}>no contact yet</span>,
  },
  {
    id: "result",
    title: "Result",
    width: "2fr",
    cell: (row) => <span className={tones[row.state]}>{row.result}</span>,
  },
];

export interface MapTableProps {
  rows: readonly view.MapRow[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onOpen: (path: string) => void;
}

/** One line for each folder that looks like a work file. */
export function MapTable({ rows, chosen, onChoose, onOpen }: MapTableProps) {
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "move" },
    { press: "", keys: ["X"], label: "include or skip" },
    { press: "", keys: ["Enter"], label: "look inside" },
  ]);
  return (
    <div className={css.table}>
      <Table
        label="Folders"
        windowed
        columns={columns}
        rows={rows}
        rowKey={(row) => row.path}
        rowName={(row) => `${row.client}, ${row.title}`}
        rowState={(row) => ({ dimmed: row.state === "off" || row.state === "mapped" })}
        selectable
        selected={chosen}
        onSelect={onChoose}
        onOpen={onOpen}
        empty={<Empty title="No folders look like clients here." />}
      />
    </div>
  );
}
