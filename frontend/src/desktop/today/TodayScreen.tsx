import { useLocation } from "wouter";
import { Empty } from "#/ui/Empty";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { SplitLayout } from "#/ui/SplitLayout";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import { RefusedCard } from "../sync/RefusedCard";
import { useParam } from "../useParam";
import { DueBar } from "./DueBar";
import { Inspector } from "./Inspector";
import { MovedToday } from "./MovedToday";
import { placeOf } from "./places";
import { useToday } from "./queries";
import css from "./Today.module.css";
import { TodayList } from "./TodayList";

/** What needs the person, with what Tieout did already, and what moved without them. */
export function TodayScreen() {
  const today = useToday();
  return (
    <Loaded query={today} name="Today" skeleton={{ rows: 12 }}>
      {(t) => <Today today={t} />}
    </Loaded>
  );
}

function Today({ today }: { today: view.Today }) {
  const [at, setAt] = useParam("at");
  const [, navigate] = useLocation();
  const items = today.groups.flatMap((group) => group.items);
  const current = items.find((item) => item.id === at) ?? items[0];
  const place = current ? items.indexOf(current) : -1;
  const neighbour = items[place + 1] ?? items[place - 1];
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "move" },
    { press: "", keys: ["Enter"], label: "open" },
  ]);
  return (
    <>
      <ScreenHeader
        title={today.date}
        sub={items.length > 0 && today.summary}
        actions={today.due.date && <DueBar due={today.due} />}
      />
      <div className={css.panes}>
        <SplitLayout>
          {today.refused.length > 0 && (
            <section aria-label="Not taken" className={css.refused}>
              {today.refused.map((act) => (
                <RefusedCard key={act.id} act={act} />
              ))}
            </section>
          )}
          {items.length > 0 ? (
            <TodayList
              groups={today.groups}
              current={current?.id ?? null}
              onCurrent={setAt}
              onOpen={(item) => navigate(placeOf(item))}
            />
          ) : (
            <Empty title="Nothing needs you.">
              {today.moved.words || "New things show up here by themselves."}
            </Empty>
          )}
          <MovedToday moved={today.moved} open={items.length === 0} />
        </SplitLayout>
        {current && <Inspector key={current.id} item={current} onDone={() => setAt(neighbour?.id ?? "")} />}
      </div>
    </>
  );
}
