import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { useLocation, useParams } from "wouter";
import { Empty } from "#/ui/Empty";
import { SplitLayout } from "#/ui/SplitLayout";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import { useParam } from "../useParam";
import { useThreads } from "./queries";
import { ThreadPane } from "./ThreadPane";
import { Threads } from "./Threads";

/** Conversations with clients: the list, one thread, and what surrounds it. */
export function MessagesScreen() {
  const { engagement } = useParams<{ engagement?: string }>();
  const [chosen, setChosen] = useParam("view");
  const [, navigate] = useLocation();
  const name = chosen || "mine";
  const list = useThreads(name);
  // The first conversation stays open when another one comes in on top, or when it leaves the view
  // because it was answered: nobody's words may end up under another client.
  const [opened, setOpened] = useState<string>();
  const current = engagement ?? opened ?? list.data?.threads[0]?.engagement.id;
  if (current !== opened) setOpened(current);
  useScreenKeys([{ press: "", keys: ["J", "K"], label: "threads" }]);
  return (
    <SplitLayout
      startWidth="normal"
      startLabel="Conversations"
      start={
        <Loaded query={list} name="Messages" skeleton={{ rows: 8 }}>
          {(l) => (
            <Threads
              list={l}
              name={name}
              current={current ?? null}
              onView={setChosen}
              onCurrent={(id) =>
                navigate(`/messages/${id}${chosen ? `?view=${chosen}` : ""}`, { replace: true })
              }
            />
          )}
        </Loaded>
      }
    >
      {current ? (
        <ThreadPane key={current} engagement={current} />
      ) : (
        <Empty icon={MessageSquare} title="No messages for you.">
          {list.data && unanswered(list.data.views)}
        </Empty>
      )}
    </SplitLayout>
  );
}

function unanswered(views: readonly { code: string; label: string; count: number }[]): string {
  const others = views.find((v) => v.code === "unanswered");
  return others?.count ? `${others.label} in the office: ${others.count}.` : "Every client has an answer.";
}
