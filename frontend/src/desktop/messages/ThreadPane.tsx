import { Check } from "lucide-react";
import { useEffect, useRef } from "react";
import { MessageThread } from "#/shared/MessageThread";
import { RoutedLine } from "#/shared/RoutedLine";
import { Button } from "#/ui/Button";
import { SidePane } from "#/ui/SidePane";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import { HandOver } from "../tasks/HandOver";
import { Snooze } from "../tasks/Snooze";
import { useAct } from "../useAct";
import css from "./Messages.module.css";
import { useThread } from "./queries";
import { ThreadSurroundings } from "./ThreadSurroundings";
import { Writing } from "./Writing";

/** One conversation, who answers it and why, and the place to write. */
export function ThreadPane({ engagement }: { engagement: string }) {
  const thread = useThread(engagement);
  return (
    <Loaded query={thread} name="the conversation" skeleton={{ rows: 5, of: "card" }}>
      {(t) => <Thread thread={t} />}
    </Loaded>
  );
}

function messagesOf(thread: view.Thread) {
  return thread.days.flatMap((day) =>
    day.items.map((m) => ({
      id: m.id,
      author: m.by.name,
      own: m.by.me,
      side: m.fromClient ? ("client" as const) : ("office" as const),
      note: m.office,
      day: day.label,
      time: m.moment.words,
      text: <span className={css.text}>{m.text}</span>,
      linked: m.about && `About ${m.about}`,
      state: m.pending ? ("queued" as const) : undefined,
    })),
  );
}

function Thread({ thread }: { thread: view.Thread }) {
  const act = useAct();
  const end = useRef<HTMLDivElement>(null);
  const messages = messagesOf(thread);
  const { id } = thread.engagement;
  const { task, words, snoozed } = thread.routing;
  const can = (name: string) => thread.can.includes(name);
  const settle =
    task && can("settle") ? () => act.run(() => api.finishTask(id, task), { engagement: id }) : undefined;
  useScreenKeys([{ press: "e", label: "settle", act: settle }]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest message comes into view whenever there is one more
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [messages.length]);
  const [title, ...why] = words.split(/(?<=\.)\s/);
  return (
    <div className={css.panes}>
      <div className={css.thread}>
        <header className={css.head}>
          <div className={css.titles}>
            <h2 className={css.title}>{thread.title || thread.engagement.client}</h2>
            <p className={css.muted}>{thread.subtitle}</p>
          </div>
          {settle && (
            <Button icon={Check} keys={["E"]} busy={act.busy} onPress={settle}>
              Settle
            </Button>
          )}
          {task && can("hand-over") && <HandOver look="secondary" engagement={id} about={task} />}
          {task && can("snooze") && <Snooze engagement={id} about={task} />}
        </header>
        {words && (
          <RoutedLine title={title ?? ""}>
            {why.join(" ")} {snoozed}
          </RoutedLine>
        )}
        <ActError act={act} />
        {/* Scrolls, so a keyboard must reach it. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
        <section className={css.messages} tabIndex={0} aria-label="Conversation">
          {messages.length === 0 && <p className={css.muted}>Nothing was written yet.</p>}
          <MessageThread look="office" label="Conversation" messages={messages} />
          <div ref={end} />
        </section>
        <Writing thread={thread} />
      </div>
      <SidePane label={thread.engagement.client} width="narrow">
        <ThreadSurroundings thread={thread} />
      </SidePane>
    </div>
  );
}
