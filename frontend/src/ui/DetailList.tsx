import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./DetailList.module.css";

export interface DetailListProps {
  rows: readonly { term: ReactNode; value: ReactNode }[];
  /** `figures` sets values at the end, in bold. */
  look?: "plain" | "figures";
}

/** Terms and their values, one line each. */
export function DetailList({ rows, look = "plain" }: DetailListProps) {
  return (
    <dl className={cx(css.list, css[look])}>
      {rows.map((row, place) => (
        // Rows are fixed text in a fixed order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={place} className={css.row}>
          <dt>{row.term}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
