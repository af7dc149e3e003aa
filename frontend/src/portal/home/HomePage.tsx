import { CountBadge } from "#/ui/CountBadge";
import { Panel } from "#/ui/Panel";
import { Skeleton } from "#/ui/Skeleton";
import type { Home, Need } from "../api.gen";
import { Failed } from "../Failed";
import type { PageProps } from "../page";
import { AlsoPanel } from "./AlsoPanel";
import css from "./HomePage.module.css";
import { NeedCard } from "./NeedCard";
import { NextSteps } from "./NextSteps";
import { useHome } from "./queries";
import { WorkPanel } from "./WorkPanel";

/** What's happening, what we need from you, what you can do next. */
export function HomePage({ door }: PageProps) {
  const home = useHome(door.id);
  if (home.data) return <Answers client={door.id} home={home.data} />;
  if (home.error) return <Failed error={home.error} onRetry={() => void home.refetch()} />;
  return (
    <div className={css.stack}>
      <Skeleton of="card" rows={3} />
    </div>
  );
}

function Answers({ client, home }: { client: string; home: Home }) {
  const [first, ...rest] = home.work;
  const done = rest.filter((w) => w.status === "complete" || w.status === "withdrawn");
  const going = rest.filter((w) => !done.includes(w));
  return (
    <div className={css.stack}>
      <h1>{home.greeting}</h1>
      <div className={css.two}>
        <div className={css.stack}>
          <WorkPanel first={first} more={going} />
          <Needs client={client} needs={home.needs} />
        </div>
        <div className={css.stack}>
          <NextSteps client={client} steps={home.next} />
          <AlsoPanel also={home.also} done={done} />
        </div>
      </div>
    </div>
  );
}

function Needs({ client, needs }: { client: string; needs: readonly Need[] }) {
  const count = needs.length > 0 && <CountBadge count={needs.length} of="open" />;
  return (
    <Panel look="question" title="What we need from you" meta={count}>
      {needs.length === 0 && (
        <p className={css.muted}>Nothing right now. We will write to you if that changes.</p>
      )}
      {needs.map((need, place) => (
        <NeedCard key={need.id} client={client} need={need} primary={place === 0} />
      ))}
    </Panel>
  );
}
