import { CheckCheck, RefreshCw } from "lucide-react";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { Panel } from "#/ui/Panel";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { useSession } from "../session/queries";
import { useAct } from "../useAct";
import { FilingPanel } from "./FilingPanel";
import { HoldCard } from "./HoldCard";
import { LinePanel } from "./LinePanel";
import { useSync } from "./queries";
import { RefusedCard } from "./RefusedCard";
import { RootRow } from "./RootRow";
import css from "./Sync.module.css";
import { WaitingList } from "./WaitingList";

/** The list behind the pill: what waits and why, what was not taken, and who files. */
export function SyncScreen() {
  const sync = useSync();
  return (
    <Loaded query={sync} name="what waits" skeleton={{ rows: 6 }}>
      {(s) => <Sync sync={s} />}
    </Loaded>
  );
}

function Sync({ sync }: { sync: view.SyncStatus }) {
  const warnings = useSession().data?.warnings ?? [];
  const act = useAct();
  const look = () => act.run(() => api.syncNow());
  const settle = sync.refused.length + sync.holds.length + sync.failing.length + warnings.length;
  useScreenKeys([{ press: "l", label: "look now", act: look }]);
  return (
    <>
      <ScreenHeader
        title={sync.label}
        meta={sync.detail}
        sub={
          sync.last.words
            ? `Last confirmed by the relay ${sync.last.words}`
            : "Not confirmed by the relay yet"
        }
        actions={
          <Button icon={RefreshCw} keys={["L"]} busy={act.busy} onPress={look}>
            Look now
          </Button>
        }
      />
      <div className={layout.scroll}>
        <div className={`${layout.page} ${layout.stack} ${layout.wide}`}>
          <ActError act={act} />
          {settle > 0 && (
            <section aria-label="To settle" className={layout.stack}>
              <h2>To settle</h2>
              {warnings.map((words) => (
                <p key={words} className={css.warning}>
                  {words}
                </p>
              ))}
              {sync.refused.map((refused) => (
                <RefusedCard key={refused.id} act={refused} />
              ))}
              {sync.holds.map((hold) => (
                <HoldCard key={hold.engagement.id} hold={hold} />
              ))}
              {sync.failing.length > 0 && (
                <Panel flush title="Saved, and not taken over yet" meta={sync.failing.length}>
                  <WaitingList items={sync.failing} />
                </Panel>
              )}
            </section>
          )}
          {sync.stopped.length > 0 && (
            <Panel flush title="On the share, and not sent as it is" meta={sync.stopped.length}>
              <WaitingList items={sync.stopped} />
            </Panel>
          )}
          <Panel flush title="Going out" meta={sync.waiting.length || undefined}>
            {sync.waiting.length ? (
              <WaitingList items={sync.waiting} />
            ) : (
              <Empty icon={CheckCheck} title="Nothing waits.">
                Everything done on this computer is at the relay.
              </Empty>
            )}
          </Panel>
          {sync.coming.length > 0 && (
            <Panel flush title="Waits to be filed on the share" meta={sync.coming.length}>
              <WaitingList items={sync.coming} />
            </Panel>
          )}
          <LinePanel line={sync.line} />
          <FilingPanel sync={sync} />
          <Panel flush title="Office share">
            {sync.roots.length === 0 && <p className={css.row}>No folder is mapped.</p>}
            {sync.roots.map((root) => (
              <RootRow key={root.id} root={root} />
            ))}
          </Panel>
        </div>
      </div>
    </>
  );
}
