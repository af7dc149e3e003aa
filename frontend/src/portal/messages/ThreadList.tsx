import { CountBadge } from "#/ui/CountBadge";
import { Link } from "#/ui/Link";
import type { Thread } from "../api.gen";
import { paths } from "../paths";
import css from "./Messages.module.css";

export interface ThreadListProps {
  client: string;
  threads: readonly Thread[];
  open: string;
}

/** The conversations, the newest first. */
export function ThreadList({ client, threads, open }: ThreadListProps) {
  return (
    <nav aria-label="Conversations" className={css.list}>
      {threads.map((thread) => (
        <Link
          key={thread.engagement}
          look="bare"
          href={paths.messages(client, thread.engagement)}
          aria-current={thread.engagement === open ? "page" : undefined}
          className={css.item}
        >
          <span className={css.itemHead}>
            <strong>{thread.title}</strong>
            <CountBadge count={thread.unread} of="new" />
            {thread.last && <span className={css.time}>{thread.last.text}</span>}
          </span>
          <span className={css.preview}>{thread.preview ?? `Ask ${thread.people}`}</span>
        </Link>
      ))}
    </nav>
  );
}
