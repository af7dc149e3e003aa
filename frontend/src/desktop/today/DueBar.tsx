import { StatusGlyph } from "#/shared/StatusGlyph";
import { heldByClient } from "#/shared/status";
import { SegmentedBar } from "#/ui/SegmentedBar";
import type { view } from "../api";
import { sign, tone } from "../status";
import css from "./Today.module.css";

/** The next due date, and where the work for it stands. */
export function DueBar({ due }: { due: view.DueBar }) {
  return (
    <section aria-label={due.words} className={css.due}>
      <p className={css.dueTitle}>
        <strong>{due.words}</strong> <span className={css.muted}>{due.detail}</span>
      </p>
      <SegmentedBar
        label={due.counts.map((c) => `${c.count} ${c.words}`).join(", ")}
        segments={due.counts.map((c) => ({
          id: c.code,
          value: c.count,
          tone: tone(c.code),
          striped: heldByClient(sign(c.code)),
        }))}
      />
      <p className={css.legend}>
        {due.counts.map((c) => (
          <span key={c.code}>
            <StatusGlyph status={sign(c.code)} size={14} />
            <strong>{c.count}</strong> {c.words}
          </span>
        ))}
      </p>
    </section>
  );
}
