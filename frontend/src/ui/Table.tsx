import { ArrowDown, ArrowUp } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import {
  Table as AriaTable,
  Cell,
  Collection,
  Column,
  Row,
  type Selection,
  type SortDescriptor,
  TableBody,
  TableHeader,
} from "react-aria-components/Table";
import { TableLayout, Virtualizer } from "react-aria-components/Virtualizer";
import { Checkbox } from "./Checkbox";
import { cx } from "./cx";
import { Hidden } from "./Hidden";
import { rowKeys } from "./rowKeys";
import css from "./Table.module.css";

export interface TableColumn<T> {
  id: string;
  title: string;
  /** Keeps the title for screen readers, as for a column of times. */
  titleHidden?: boolean;
  cell: (row: T) => ReactNode;
  /** The name of the row for screen readers; at least one column needs it. */
  rowHeader?: boolean;
  sortable?: boolean;
  /** Figures stand at the end. */
  align?: "start" | "end";
  /** A share ("2fr") or a fixed number of pixels; columns without one share what is left. */
  width?: `${number}fr` | number;
}

/** How a row stands out; any mix. */
export interface RowState {
  unread?: boolean;
  queued?: boolean;
  dimmed?: boolean;
}

export interface TableProps<T> {
  label: string;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  rowName: (row: T) => string;
  rowState?: (row: T) => RowState;
  /** Enter on a row, or a press on it; while rows are selected a press selects. */
  onOpen?: (key: string) => void;
  selectable?: boolean;
  selected?: ReadonlySet<string>;
  onSelect?: (keys: Set<string>) => void;
  sort?: SortDescriptor;
  onSort?: (sort: SortDescriptor) => void;
  /** Shown instead of rows. */
  empty?: ReactNode;
  /** Draws only the rows in sight; the table then fills and scrolls its container. For lists that may pass some hundred rows. */
  windowed?: boolean;
}

/** A real table with roving focus: arrows or J and K move, X selects, Shift extends, Enter opens. */
export function Table<T extends object>(props: TableProps<T>) {
  const table = <PlainTable {...props} />;
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    rowKeys(event);
    openOnEnter(event, props.onOpen);
  };
  return (
    <div role="presentation" onKeyDownCapture={keys} className={css.keys}>
      {props.windowed ? (
        <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: 35, headingHeight: 30 }}>
          {table}
        </Virtualizer>
      ) : (
        table
      )}
    </div>
  );
}

/** Enter on a row opens it, also while others are selected. */
function openOnEnter(event: KeyboardEvent<HTMLElement>, onOpen: TableProps<never>["onOpen"]): void {
  const row =
    event.target instanceof HTMLElement && event.key === "Enter" ? event.target.dataset.key : undefined;
  if (!row || !onOpen) return;
  event.preventDefault();
  event.stopPropagation();
  onOpen(row);
}

function PlainTable<T extends object>(props: TableProps<T>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    rowName,
    rowState,
    onOpen,
    selectable,
    selected,
    onSelect,
    sort,
    onSort,
    empty,
    windowed,
  } = props;
  const first = selectable ? null : columns[0]?.id;
  const last = columns.at(-1)?.id;
  const side = (column: TableColumn<T>) =>
    cx(column.align === "end" && css.end, column.id === first && css.first, column.id === last && css.last);
  const select = (keys: Selection) =>
    onSelect?.(keys === "all" ? new Set(rows.map(rowKey)) : new Set([...keys].map(String)));
  return (
    <AriaTable
      aria-label={label}
      selectionMode={selectable ? "multiple" : "none"}
      selectedKeys={selected ?? []}
      onSelectionChange={select}
      sortDescriptor={sort}
      onSortChange={onSort}
      onRowAction={onOpen && ((key) => onOpen(String(key)))}
      className={cx(css.table, windowed && css.windowed)}
    >
      <TableHeader className={css.head}>
        {selectable && (
          <Column width={40} minWidth={40} className={cx(css.column, css.check)}>
            <Checkbox slot="selection" />
          </Column>
        )}
        <Collection items={columns.map((c) => ({ ...c }))}>
          {(column) => (
            <Column
              id={column.id}
              width={column.width ?? "1fr"}
              isRowHeader={column.rowHeader}
              allowsSorting={column.sortable}
              className={cx(css.column, side(column))}
            >
              {({ sortDirection }) => (
                <span className={css.title}>
                  {column.titleHidden ? <Hidden>{column.title}</Hidden> : column.title}
                  {sortDirection === "ascending" && <ArrowUp size={12} />}
                  {sortDirection === "descending" && <ArrowDown size={12} />}
                </span>
              )}
            </Column>
          )}
        </Collection>
      </TableHeader>
      <TableBody items={rows} dependencies={[columns, rowState, selectable]} renderEmptyState={() => empty}>
        {(row) => {
          const state = rowState?.(row) ?? {};
          return (
            <Row
              id={rowKey(row)}
              // The space keeps letters from finding rows: they are the shortcuts of the screen.
              textValue={` ${rowName(row)}`}
              className={cx(
                css.row,
                state.unread && css.unread,
                state.queued && css.queued,
                state.dimmed && css.dimmed,
              )}
            >
              {selectable && (
                <Cell className={cx(css.cell, css.check)}>
                  <Checkbox slot="selection" />
                </Cell>
              )}
              <Collection items={columns.map((c) => ({ ...c }))}>
                {(column) => (
                  <Cell className={cx(css.cell, side(column))}>
                    <span className={css.content}>{column.cell(row)}</span>
                  </Cell>
                )}
              </Collection>
            </Row>
          );
        }}
      </TableBody>
    </AriaTable>
  );
}
