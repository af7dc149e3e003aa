import { Folder, Lock } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { ProgressBar } from "#/ui/ProgressBar";
import { SidePane } from "#/ui/SidePane";
import { Switch } from "#/ui/Switch";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useJob } from "../job";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { PeopleFields } from "../staff/PeopleFields";
import { useAct } from "../useAct";
import css from "./Mapping.module.css";

export interface MapPaneProps {
  sheet: view.MapSheet;
  /** The folder one looks at. */
  row: view.MapRow | undefined;
  chosen: readonly view.MapRow[];
  onDone: () => void;
}

/** What clients will see of a folder, and the act that maps all that are chosen. */
export function MapPane({ sheet, row, chosen, onDone }: MapPaneProps) {
  const [people, setPeople] = useState<view.PeopleChoice>({ partner: "", manager: "", preparer: "" });
  const [ask, setAsk] = useState(false);
  const [jobId, setJobId] = useState("");
  const job = useJob(jobId).data;
  const act = useAct();
  const running = jobId !== "" && (!job || job.state === "running");
  const map = async () => {
    const rows = chosen.map(({ path, client, clientId, title, service, period, engagement }) => ({
      path,
      client,
      clientId,
      type: "",
      title,
      service,
      period,
      engagement,
    }));
    setJobId((await api.mapFolders({ root: sheet.root, rows, ask, ...people })).id);
  };
  const start = () => act.run(map);
  useScreenKeys([{ press: "ctrl+enter", label: "map", act: chosen.length && !running ? start : undefined }]);
  return (
    <SidePane
      label="What will be shared"
      width="wide"
      footer={
        <div className={layout.stack}>
          <ActError act={act} />
          {job?.state === "failed" && (
            <p role="alert" className={css.warn}>
              {job.message} {job.hint}
            </p>
          )}
          {running && <ProgressBar label="Mapping" value={(job?.progress ?? 0) * 100} figure={job?.words} />}
          {job?.state === "done" ? (
            <>
              <p role="status">{job.words}</p>
              <Button look="primary" wide onPress={onDone}>
                See the engagements
              </Button>
            </>
          ) : (
            <Button
              look="primary"
              wide
              keys={["Ctrl", "Enter"]}
              disabled={chosen.length === 0}
              busy={running || act.busy}
              onPress={start}
            >
              Map {chosen.length} {chosen.length === 1 ? "engagement" : "engagements"}
            </Button>
          )}
          <p className={layout.muted}>Makes missing folders. Moves and renames nothing.</p>
        </div>
      }
    >
      <div className={`${layout.stack} ${layout.wide}`}>
        {row && <WillBeShared row={row} />}
        <Panel title="For new engagements">
          <div className={layout.stack}>
            <PeopleFields value={people} onChange={setPeople} />
            <Switch spread checked={ask} onChange={setAsk}>
              Ask for what the template lists, at once
            </Switch>
          </div>
        </Panel>
      </div>
    </SidePane>
  );
}

function WillBeShared({ row }: { row: view.MapRow }) {
  return (
    <Panel look="bare" title={`What ${row.client} will see`} meta={row.title}>
      <div className={layout.stack}>
        <ul>
          {row.shared.map((words) => (
            <li key={words} className={css.folder}>
              <Folder size={16} /> {words}
            </li>
          ))}
        </ul>
        <div className={css.hatched}>
          <div>
            <p className={css.folder}>
              <Lock size={16} /> <strong>Stays private</strong>
            </p>
            <p className={layout.muted}>
              {row.private.join(", ") || "Everything else"}. Their names are not sent either. New folders
              start private.
            </p>
          </div>
        </div>
      </div>
    </Panel>
  );
}
