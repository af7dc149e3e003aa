import { StatusChip } from "#/shared/StatusChip";
import { Avatar } from "#/ui/Avatar";
import { Link } from "#/ui/Link";
import type { view } from "../api";
import { sign } from "../status";
import css from "./Today.module.css";

/** What an inspector is about, and where its engagement stands. */
export function Subject({ title, engagement }: { title: string; engagement: view.EngagementRef }) {
  return (
    <div className={css.subject}>
      <Avatar name={engagement.client} kind="client" size="large" decorative />
      <div className={css.subjectWords}>
        <h2 className={css.subjectTitle}>{title}</h2>
        <p className={css.muted}>
          <Link look="bare" href={`/engagements/${engagement.id}`}>
            {engagement.client} · {engagement.title}
          </Link>
        </p>
      </div>
      <StatusChip status={sign(engagement.status.code)} />
    </div>
  );
}
