import { Check, Mail, UserRoundX } from "lucide-react";
import type { ReactNode } from "react";
import { RequestMeter } from "#/shared/RequestMeter";
import { StatusChip } from "#/shared/StatusChip";
import { Avatar } from "#/ui/Avatar";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import { Table, type TableColumn } from "#/ui/Table";
import type { view } from "../api";
import { sign } from "../status";
import { useNarrow } from "../useMedia";
import css from "./Engagements.module.css";
import type { EngagementFilter } from "./useEngagementFilter";

type Row = view.EngagementRow;

const usesIcons = { Portal: Check, Invited: Mail, "No contact": UserRoundX } as const;

const columns: readonly (TableColumn<Row> & { wide?: boolean })[] = [
  {
    id: "client",
    title: "Client and engagement",
    rowHeader: true,
    sortable: true,
    width: "3fr",
    cell: (e) => (
      <span className={css.name} title={`${e.client} ${e.title}`}>
        <strong>{e.client}</strong> <span className={css.muted}>{e.title}</span>
      </span>
    ),
  },
  {
    id: "status",
    title: "Status",
    sortable: true,
    width: 184,
    cell: (e) => <StatusChip status={sign(e.status.code)} />,
  },
  {
    id: "requests",
    title: "Requests",
    width: 140,
    cell: (e) =>
      e.asked ? <RequestMeter done={e.in} total={e.asked} /> : <span className={css.muted}>None</span>,
  },
  { id: "due", title: "Due", sortable: true, width: 114, cell: (e) => <DueCell due={e.due} /> },
  {
    id: "owner",
    title: "Owner",
    sortable: true,
    wide: true,
    width: 92,
    cell: (e) => <OwnerCell owner={e.owner} />,
  },
  { id: "uses", title: "Client uses", width: 100, wide: true, cell: (e) => <UsesCell uses={e.uses} /> },
  {
    id: "activity",
    title: "Last activity",
    sortable: true,
    width: "2fr",
    cell: (e) => <ActivityCell row={e} />,
  },
  {
    id: "moment",
    title: "When",
    align: "end",
    width: 98,
    wide: true,
    cell: (e) => <span className={css.muted}>{e.moment.words}</span>,
  },
];

export interface EngagementTableProps {
  rows: readonly Row[];
  filter: EngagementFilter;
  selected: ReadonlySet<string>;
  onSelect: (keys: Set<string>) => void;
  onOpen: (id: string) => void;
  empty: ReactNode;
}

/** One line for each engagement. Only the lines in sight are drawn. */
export function EngagementTable({ rows, filter, selected, onSelect, onOpen, empty }: EngagementTableProps) {
  const narrow = useNarrow();
  const { sort, descending } = filter.query;
  return (
    <Table
      label="Engagements"
      windowed
      columns={narrow ? columns.filter((c) => !c.wide) : columns}
      rows={rows}
      rowKey={(e) => e.id}
      rowName={(e) => `${e.client}, ${e.title}`}
      rowState={(e) => ({ queued: e.queued })}
      selectable
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
      sort={{ column: sort, direction: descending ? "descending" : "ascending" }}
      onSort={({ column, direction }) => filter.setSort(String(column), direction === "descending")}
      empty={empty}
    />
  );
}

function DueCell({ due }: { due: view.Due }) {
  if (!due.date) return null;
  return (
    <span>
      {due.words} <span className={cx(css.muted, due.state === "late" && css.late)}>{due.left}</span>
    </span>
  );
}

function OwnerCell({ owner }: { owner: view.Person }) {
  if (!owner.id) return <span className={css.muted}>Nobody</span>;
  return (
    <span className={css.owner} title={owner.away ? `${owner.name}, ${owner.away}` : owner.name}>
      <Avatar name={owner.name} size="small" decorative /> {owner.first}
    </span>
  );
}

function UsesCell({ uses }: { uses: string }) {
  const Glyph = usesIcons[uses as keyof typeof usesIcons];
  return (
    <span className={cx(css.uses, uses !== "Portal" && css.warn)}>
      {Glyph && <Glyph size={14} />}
      {uses}
    </span>
  );
}

function ActivityCell({ row }: { row: Row }) {
  return (
    <span className={cx(css.activity, !row.new && css.old)} title={row.activity}>
      {row.new && (
        <span className={css.new}>
          <Hidden>New: </Hidden>
        </span>
      )}
      {row.queued && <span className={css.queued}>queued ·</span>}
      <span>{row.activity}</span>
    </span>
  );
}
