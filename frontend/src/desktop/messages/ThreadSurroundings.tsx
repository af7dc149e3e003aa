import { StatusChip } from "#/shared/StatusChip";
import { StatusGlyph } from "#/shared/StatusGlyph";
import { Avatar } from "#/ui/Avatar";
import { cx } from "#/ui/cx";
import { Link } from "#/ui/Link";
import type { view } from "../api";
import { sign } from "../status";
import css from "./Messages.module.css";

/** What to know while answering: where the work stands, what is still open, who gets the messages. */
export function ThreadSurroundings({ thread }: { thread: view.Thread }) {
  const { engagement } = thread;
  return (
    <div className={css.around}>
      <div className={css.aroundHead}>
        <strong>{engagement.client}</strong>
        <Link look="quiet" href={`/engagements/${engagement.id}`}>
          Open
        </Link>
      </div>
      <section>
        <h3 className={css.label}>Status</h3>
        <StatusChip status={sign(engagement.status.code)} />
      </section>
      {thread.asked > 0 && (
        <section>
          <h3 className={css.label}>
            Requests, {thread.in} of {thread.asked} in
          </h3>
          <ul>
            {thread.open.map((request) => (
              <li key={request.request} className={css.open} title={request.words}>
                <StatusGlyph status="waiting" />
                {request.title}
              </li>
            ))}
          </ul>
        </section>
      )}
      {thread.order.length > 0 && (
        <section>
          <h3 className={css.label}>Who gets these messages</h3>
          <ol>
            {thread.order.map((step) => (
              <li key={step.id} className={cx(css.step, step.now && css.stepNow)}>
                <Avatar name={step.name} decorative />
                {step.name}
                <span className={css.stepWords}>{step.words}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
