import { FileRow } from "#/shared/FileRow";
import { StatusGlyph } from "#/shared/StatusGlyph";
import { FactList } from "#/ui/FactList";
import { Panel } from "#/ui/Panel";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { Subject } from "./Subject";
import css from "./Today.module.css";

/** Why none of the files is filed yet, where it is one reason for all: said once, above them. */
function reasonOf({ files }: view.Arrival): string | undefined {
  const first = files[0]?.state;
  const one = files.every((file) => !file.filed && file.state !== "erased" && file.state === first);
  return one ? first : undefined;
}

/** What Tieout did with what a client sent, and the files themselves. */
export function ArrivalFacts({ arrival }: { arrival: view.Arrival }) {
  const opening = useAct();
  const reason = arrival.folder ? undefined : reasonOf(arrival);
  const open = (file: view.ArrivalFile) => opening.run(() => api.openFile(arrival.engagement.id, file.path));
  return (
    <div className={`${layout.stack} ${layout.wide}`}>
      <Subject title={arrival.title} engagement={arrival.engagement} />
      <Panel>
        <div className={layout.stack}>
          <p className={layout.muted}>{arrival.lead}</p>
          <FactList facts={arrival.done.map((text) => ({ id: text, text, done: true }))} />
        </div>
      </Panel>
      {arrival.note && <blockquote className={css.quote}>{arrival.note}</blockquote>}
      <ActError act={opening} />
      {arrival.files.length > 0 && (
        <Panel
          flush
          title={<span className={css.folder}>{arrival.folder || "Not filed on the share yet"}</span>}
        >
          {reason && <p className={css.reason}>{reason}</p>}
          {arrival.files.map((file) => (
            <FileRow
              key={file.version}
              name={file.name}
              facts={[file.pages, file.size].filter(Boolean)}
              tie={file.filed ? { kind: "tied" } : { kind: "waiting" }}
              detail={file.filed || reason ? undefined : file.state}
              onOpen={file.path ? () => open(file) : undefined}
            />
          ))}
        </Panel>
      )}
      {arrival.waiting.length > 0 && (
        <Panel look="bare" title="Still waiting for">
          <ul>
            {arrival.waiting.map((w) => (
              <li key={w.request} className={css.waiting}>
                <StatusGlyph status="waiting" />
                <span className={css.waitingTitle}>{w.title}</span>
                <span className={css.muted}>{w.words}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}
