import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { IconButton } from "#/ui/IconButton";
import { SidePane } from "#/ui/SidePane";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { ReturnDialog } from "../requests/ReturnDialog";
import { Snooze } from "../tasks/Snooze";
import { useAct } from "../useAct";
import { useNarrow } from "../useMedia";
import { ArrivalFacts } from "./ArrivalFacts";
import { HomePicker } from "./HomePicker";
import type { PaneProps } from "./pane";
import { useArrival } from "./queries";

/** What a client sent: what Tieout did with it, its files, and the decision. */
export function ArrivalPane({ item, onDone }: PaneProps) {
  const arrival = useArrival(item.engagement.id, item.about);
  return (
    <Loaded query={arrival} name={item.what} skeleton={{ rows: 6 }}>
      {(a) => <Pane arrival={a} onDone={onDone} />}
    </Loaded>
  );
}

function Pane({ arrival, onDone }: { arrival: view.Arrival; onDone: () => void }) {
  const [fixing, setFixing] = useState(false);
  const [home, setHome] = useState("");
  const act = useAct();
  const opening = useAct();
  const narrow = useNarrow();
  const id = arrival.engagement.id;
  const can = (name: string) => arrival.can.includes(name);
  const accept = () => act.run(() => api.acceptRequest(id, arrival.request), { engagement: id, onDone });
  const assign = () => act.run(() => api.assignUpload(id, arrival.about, home), { engagement: id, onDone });
  const openFolder = () =>
    opening.run(() => api.openFolder(id, arrival.files[0] ? folderOf(arrival.files[0].path) : ""));
  useScreenKeys([
    { press: "e", label: "accept", act: can("accept") ? accept : undefined },
    { press: "f", label: "ask for a fix", act: can("return") ? () => setFixing(true) : undefined },
    { press: "o", label: "open folder", act: can("open-folder") ? openFolder : undefined },
  ]);
  return (
    <SidePane
      label={arrival.title}
      width="wide"
      footer={
        <div className={layout.stack}>
          <ActError act={act} />
          <ActError act={opening} />
          <div className={layout.row}>
            {can("accept") && (
              <Button look="primary" keys={["E"]} busy={act.busy} busyLabel="Accepting" onPress={accept}>
                Accept
              </Button>
            )}
            {can("assign") && (
              <Button look="primary" disabled={!home} busy={act.busy} busyLabel="Assigning" onPress={assign}>
                Give it this home
              </Button>
            )}
            {can("return") && (
              <Button keys={["F"]} onPress={() => setFixing(true)}>
                Ask for a fix
              </Button>
            )}
            <Snooze engagement={id} about={arrival.about} onDone={onDone} />
            {can("open-folder") && (
              <span className={layout.push}>
                {narrow ? (
                  <IconButton label="Open folder" icon={FolderOpen} keys={["O"]} onPress={openFolder} />
                ) : (
                  <Button look="plain" icon={FolderOpen} keys={["O"]} onPress={openFolder}>
                    Open folder
                  </Button>
                )}
              </span>
            )}
          </div>
        </div>
      }
    >
      <div className={`${layout.stack} ${layout.wide}`}>
        <ArrivalFacts arrival={arrival} />
        {can("assign") && <HomePicker homes={arrival.homes} value={home} onChange={setHome} />}
      </div>
      {fixing && (
        <ReturnDialog
          engagement={id}
          request={arrival.request}
          title={arrival.title}
          onClose={() => setFixing(false)}
          onDone={onDone}
        />
      )}
    </SidePane>
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
