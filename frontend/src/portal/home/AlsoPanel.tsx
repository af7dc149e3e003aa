import { StatusChip } from "#/shared/StatusChip";
import { Link } from "#/ui/Link";
import { Panel } from "#/ui/Panel";
import type { Also, Work } from "../api.gen";
import { paths } from "../paths";
import { drawnStatus } from "../status";
import css from "./HomePage.module.css";

/** Work for the other clients of this person, and what is finished. */
export function AlsoPanel({ also, done }: { also: readonly Also[]; done: readonly Work[] }) {
  if (also.length === 0 && done.length === 0) return null;
  return (
    <Panel look="quiet" title="Also with us">
      {also.map((work) => (
        <article key={work.client + work.title} className={css.also}>
          <div className={css.head}>
            <Link
              look="quiet"
              href={paths.home(work.client)}
              aria-label={`${work.title}, ${work.clientName}`}
            >
              {work.title}
            </Link>
            <StatusChip status={drawnStatus(work.status)} reader="client" until={work.until} />
          </div>
          <p>{work.sentence}</p>
        </article>
      ))}
      {done.map((work) => (
        <article key={work.engagement} className={css.also}>
          <div className={css.head}>
            <strong>{work.title}</strong>
            <StatusChip status={drawnStatus(work.status)} reader="client" />
          </div>
          <p>{work.sentence}</p>
        </article>
      ))}
    </Panel>
  );
}
