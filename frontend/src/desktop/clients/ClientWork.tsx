import { StatusChip } from "#/shared/StatusChip";
import { Link } from "#/ui/Link";
import { Panel } from "#/ui/Panel";
import type { view } from "../api";
import { sign } from "../status";
import css from "./Clients.module.css";

/** The client's engagements. */
export function ClientWork({ rows }: { rows: readonly view.EngagementRow[] }) {
  return (
    <Panel flush title="Engagements">
      {rows.length === 0 && <p className={css.person}>None yet.</p>}
      {rows.map((row) => (
        <div key={row.id} className={css.work}>
          <Link look="quiet" href={`/engagements/${row.id}`}>
            {row.title}
          </Link>
          <StatusChip status={sign(row.status.code)} />
          <span className={css.muted}>{row.activity}</span>
          <span className={`${css.muted} ${css.push}`}>{row.due.date && `due ${row.due.words}`}</span>
        </div>
      ))}
    </Panel>
  );
}
