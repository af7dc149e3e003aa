import type { ReactNode } from "react";
import { StatusGlyph } from "#/shared/StatusGlyph";
import { Table, type TableColumn } from "#/ui/Table";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import layout from "../layout.module.css";
import { sign } from "../status";

export interface DraftTableProps {
  label: string;
  rows: readonly view.DraftRow[];
  /** Gets the row; the engagement is needed to find a draft. */
  onOpen: (row: view.DraftRow) => void;
  empty: ReactNode;
}

const columns: readonly TableColumn<view.DraftRow>[] = [
  { id: "client", title: "Client", rowHeader: true, width: "3fr", cell: (row) => <Client row={row} /> },
  { id: "draft", title: "Draft", width: 80, cell: (row) => `Draft ${row.number}` },
  { id: "state", title: "Where it stands", width: "2fr", cell: (row) => <Stands row={row} /> },
  { id: "notes", title: "Notes", width: "1fr", cell: (row) => <Notes row={row} /> },
  { id: "pages", title: "Pages", width: 72, align: "end", cell: (row) => row.pages },
  {
    id: "since",
    title: "Since",
    width: 104,
    align: "end",
    cell: (row) => <time dateTime={row.moment.at}>{row.moment.words}</time>,
  },
];

/** Drafts that wait for somebody. */
export function DraftTable({ label, rows, onOpen, empty }: DraftTableProps) {
  return (
    <Table
      label={label}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowName={(row) => `${row.engagement.client}, ${row.engagement.title}, draft ${row.number}`}
      rowState={(row) => ({ unread: row.strong, queued: row.pending })}
      onOpen={(id) => {
        const row = rows.find((r) => r.id === id);
        if (row) onOpen(row);
      }}
      empty={empty}
    />
  );
}

function Client({ row }: { row: view.DraftRow }) {
  return (
    <span className={layout.line}>
      <StatusGlyph status={sign(row.engagement.status.code)} size={14} />
      <span className={layout.cut}>
        <span className={layout.strong}>{row.engagement.client}</span>{" "}
        <span className={layout.quiet}>{row.engagement.title}</span>
      </span>
    </span>
  );
}

function Stands({ row }: { row: view.DraftRow }) {
  return (
    <span className={layout.line}>
      <span className={layout.cut}>{row.words}</span>
      {row.pending && <span className={layout.warn}>queued</span>}
      {!row.here && <Tag tone="outline">not downloaded</Tag>}
    </span>
  );
}

function Notes({ row }: { row: view.DraftRow }) {
  if (row.open === 0) return <span className={layout.muted}>none open</span>;
  return (
    <>
      {row.open} open
      {row.answered > 0 && <span className={layout.muted}> · {row.answered} answered</span>}
    </>
  );
}
