import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { Composer } from "#/shared/Composer";
import { MessageThread, type ThreadMessage } from "#/shared/MessageThread";
import { Link } from "#/ui/Link";
import type { Thread } from "../api.gen";
import { useDraft } from "../drafts";
import { Failed } from "../Failed";
import { paths } from "../paths";
import { uploads } from "../upload/uploads";
import { AboutCard } from "./AboutCard";
import css from "./Messages.module.css";
import { usePost, useRead } from "./queries";

export interface ThreadPaneProps {
  client: string;
  thread: Thread;
  /** Opened by its own address, not only shown beside the list. */
  chosen: boolean;
}

function drawn(client: string, thread: Thread): ThreadMessage[] {
  return thread.days.flatMap((day) =>
    day.messages.map((message) => ({
      id: message.id,
      author: message.name,
      own: message.mine,
      side: message.mine ? ("client" as const) : ("office" as const),
      day: day.title,
      time: message.role ? `${message.clock}, ${message.role}` : message.clock,
      text: message.text,
      attached: message.about && (
        <AboutCard client={client} engagement={thread.engagement} about={message.about} />
      ),
    })),
  );
}

/** One conversation, and where one writes. */
export function ThreadPane({ client, thread, chosen }: ThreadPaneProps) {
  const [text, setText] = useDraft(`${client}/message/${thread.engagement}`);
  const post = usePost(client, thread.engagement);
  const [, navigate] = useLocation();
  useRead(client, chosen || innerWidth >= 600 ? thread : undefined);
  const end = useEndInSight(thread);
  const messages = drawn(client, thread);
  return (
    <section aria-label={thread.title} className={css.pane}>
      <header className={css.paneHead}>
        <Link look="bare" href={paths.messages(client)} aria-label="All conversations" className={css.back}>
          <ArrowLeft size={20} />
        </Link>
        <div>
          <h2 className={css.paneTitle}>{thread.title}</h2>
          <p className={css.people}>{thread.people}</p>
        </div>
      </header>
      <div className={css.messages} ref={end}>
        {messages.length === 0 && <p className={css.none}>Ask us anything about your {thread.title}.</p>}
        <MessageThread label={thread.title} look="portal" messages={messages} />
      </div>
      <footer className={css.foot}>
        {post.error && (
          <Failed error={post.error} onRetry={() => post.mutate(text, { onSuccess: () => setText("") })} />
        )}
        <Composer
          look="portal"
          to={thread.people}
          value={text}
          onChange={setText}
          busy={post.isPending}
          onSend={() => post.mutate(text, { onSuccess: () => setText("") })}
          onFiles={(files) => {
            uploads.add(client, `send/${thread.engagement}`, files);
            navigate(paths.send(client, thread.engagement));
          }}
        />
      </footer>
    </section>
  );
}

/** Keeps the newest message in sight when one arrives. */
function useEndInSight(thread: Thread) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = thread.days.reduce((n, day) => n + day.messages.length, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message moves the end
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (box.scrollHeight > box.clientHeight) box.scrollTop = box.scrollHeight;
    else if (innerWidth < 600) scrollTo(0, document.body.scrollHeight); // a phone scrolls the page
  }, [count]);
  return scroller;
}
