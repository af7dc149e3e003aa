import { StatusGlyph } from "#/shared/StatusGlyph";
import { cx } from "#/ui/cx";
import { Empty } from "#/ui/Empty";
import { RowList } from "#/ui/RowList";
import { Views } from "#/ui/Views";
import type { view } from "../api";
import { sign } from "../status";
import css from "./Messages.module.css";

export interface ThreadsProps {
  list: view.ThreadList;
  /** The saved view that is on. */
  name: string;
  current: string | null;
  onView: (code: string) => void;
  onCurrent: (engagement: string) => void;
}

/** The conversations of one view. */
export function Threads({ list, name, current, onView, onCurrent }: ThreadsProps) {
  return (
    <>
      <header className={css.listHead}>
        <h1>Messages</h1>
        <Views
          label="Whose messages"
          views={list.views.map((v) => ({ id: v.code, label: v.label, count: v.count }))}
          selected={name}
          onChange={onView}
        />
      </header>
      <RowList
        look="ruled"
        label="Conversations"
        headingsHidden
        sections={[{ id: "threads", title: "Conversations", rows: list.threads }]}
        rowKey={(thread) => thread.engagement.id}
        rowName={(thread) => `${thread.who}, ${thread.engagement.client}`}
        current={current}
        onCurrent={onCurrent}
        empty={<Empty title="Nothing here." />}
      >
        {(thread) => (
          <span className={cx(css.row, thread.unanswered && css.unanswered)}>
            <StatusGlyph status={sign(thread.engagement.status.code)} />
            <span className={css.who}>{thread.who}</span>
            <span className={css.time}>{thread.moment.words}</span>
            <span className={css.about}>
              {thread.engagement.client} · {thread.engagement.title}
            </span>
            <span className={css.last}>
              {thread.queued && <span className={css.queued}>queued · </span>}
              {thread.last}
            </span>
          </span>
        )}
      </RowList>
    </>
  );
}
