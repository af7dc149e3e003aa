import type { ReactNode } from "react";
import {
  Collection,
  GridList,
  GridListHeader,
  GridListItem,
  GridListSection,
  type Selection,
} from "react-aria-components/GridList";
import { cx } from "./cx";
import css from "./RowList.module.css";
import { rowKeys } from "./rowKeys";
import type { RowState } from "./Table";

export interface RowSection<T> {
  id: string;
  title: string;
  count?: number;
  /** A word about the section, at its end. */
  note?: string;
  rows: readonly T[];
}

export interface RowListProps<T> {
  label: string;
  /** One list, or sections with headings; keys are unique over all of them. */
  sections: readonly RowSection<T>[];
  rowKey: (row: T) => string;
  rowName: (row: T) => string;
  rowState?: (row: T) => RowState;
  children: (row: T) => ReactNode;
  /** The row shown beside the list. It follows focus, so that J and K read through the list. */
  current?: string | null;
  onCurrent?: (key: string) => void;
  onOpen?: (key: string) => void;
  /** `plain` rows are rounded and lie on the panel; `ruled` rows are divided by hairlines and may be taller. */
  look?: "plain" | "ruled";
  headingsHidden?: boolean;
  empty?: ReactNode;
  autoFocus?: boolean;
}

/** A list with one current row and roving focus. Letters belong to the shortcuts of the screen, not to finding rows. */
export function RowList<T extends object>(props: RowListProps<T>) {
  const {
    label,
    sections,
    current,
    onCurrent,
    onOpen,
    look = "plain",
    headingsHidden,
    empty,
    autoFocus,
  } = props;
  const select = (keys: Selection) => {
    if (keys === "all") return;
    for (const key of keys) onCurrent?.(String(key));
  };
  return (
    <div role="presentation" onKeyDownCapture={rowKeys} className={css.keys}>
      <GridList
        aria-label={label}
        selectionMode={onCurrent ? "single" : "none"}
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={current ? [current] : []}
        onSelectionChange={select}
        onAction={onOpen && ((key) => onOpen(String(key)))}
        renderEmptyState={() => empty}
        autoFocus={autoFocus}
        disallowTypeAhead
        className={cx(css.list, css[look])}
      >
        {sections.map((section) => (
          <GridListSection
            key={section.id}
            id={section.id}
            aria-label={section.title}
            className={css.section}
          >
            {!headingsHidden && (
              <GridListHeader className={css.heading}>
                <span className={css.title}>{section.title}</span>
                {section.count !== undefined && <span className={css.count}>{section.count}</span>}
                {section.note && <span className={css.note}>{section.note}</span>}
              </GridListHeader>
            )}
            <Collection items={section.rows} dependencies={[props.rowState, props.children]}>
              {/* Without the id here, rows are told apart by their place, and one that comes in breaks the list. */}
              {(row) => <ListRow {...props} id={props.rowKey(row)} row={row} />}
            </Collection>
          </GridListSection>
        ))}
      </GridList>
    </div>
  );
}

function ListRow<T extends object>({
  id,
  row,
  rowName,
  rowState,
  children,
}: RowListProps<T> & { id: string; row: T }) {
  const state = rowState?.(row) ?? {};
  return (
    <GridListItem
      id={id}
      textValue={rowName(row)}
      className={cx(
        css.row,
        state.unread && css.unread,
        state.queued && css.queued,
        state.dimmed && css.dimmed,
      )}
    >
      {children(row)}
    </GridListItem>
  );
}
