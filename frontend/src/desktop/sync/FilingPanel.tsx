import { Inbox, MonitorCheck } from "lucide-react";
import { Panel } from "#/ui/Panel";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import layout from "../layout.module.css";
import css from "./Sync.module.css";

/** Who files what clients send, or since when nobody does. */
export function FilingPanel({ sync }: { sync: view.SyncStatus }) {
  return (
    <Panel flush title="Who files on the share">
      {sync.filers.map((filer) => (
        <div key={`${filer.name} ${filer.since.at}`} className={css.row}>
          <MonitorCheck size={16} />
          <div className={css.words}>
            <strong>{filer.here ? "This computer" : filer.name}</strong>
            <p className={css.why}>
              {filer.who}, on since {filer.since.words}
            </p>
          </div>
          <Tag tone="accent">Files</Tag>
        </div>
      ))}
      {sync.filers.length === 0 && (
        <div className={css.row}>
          <Inbox size={16} className={sync.noFiler ? layout.warn : layout.muted} />
          <div className={css.words}>
            <strong className={sync.noFiler ? layout.warn : undefined}>
              {sync.filing || "Not known while the relay does not answer"}
            </strong>
            <p className={css.why}>
              {sync.state === "restored"
                ? "What clients send is safe at the relay, and is filed then."
                : "What clients send is safe at the relay and is filed when a computer with the share is on."}
            </p>
          </div>
        </div>
      )}
    </Panel>
  );
}
