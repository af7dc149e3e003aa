import { cx } from "#/ui/cx";
import { Empty } from "#/ui/Empty";
import { Skeleton } from "#/ui/Skeleton";
import { Failed } from "../Failed";
import type { PageProps } from "../page";
import css from "./Messages.module.css";
import { useMessages } from "./queries";
import { ThreadList } from "./ThreadList";
import { ThreadPane } from "./ThreadPane";

/** The conversations: a list beside the one that is open; on a phone one or the other. */
export function MessagesPage({ door, engagement }: PageProps & { engagement: string | undefined }) {
  const messages = useMessages(door.id);
  if (messages.error && !messages.data) {
    return <Failed error={messages.error} onRetry={() => void messages.refetch()} />;
  }
  if (!messages.data) return <Skeleton of="card" rows={3} />;
  const { threads } = messages.data;
  const open = threads.find((t) => t.engagement === engagement) ?? threads[0];
  if (!open) {
    return (
      <Empty title="No conversations yet.">
        Once {door.firm} starts something for you, you can write to them here.
      </Empty>
    );
  }
  return (
    <div className={cx(css.split, engagement !== undefined && css.opened)}>
      <h1 className={css.title}>Messages</h1>
      <ThreadList client={door.id} threads={threads} open={open.engagement} />
      <ThreadPane key={open.engagement} client={door.id} thread={open} chosen={engagement !== undefined} />
    </div>
  );
}
