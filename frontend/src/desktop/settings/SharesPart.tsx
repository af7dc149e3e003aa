import { FolderPlus } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { Panel } from "#/ui/Panel";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { RootRow } from "../sync/RootRow";
import { useAct } from "../useAct";
import { AddRootDialog } from "./AddRootDialog";

/** Where the office share is, and whether this computer reaches it. */
export function SharesPart({ settings }: { settings: view.Settings }) {
  const [adding, setAdding] = useState("");
  const [, navigate] = useLocation();
  const act = useAct();
  const may = settings.can.includes("add-root");
  const choose = async () => setAdding(await api.chooseFolder("Choose the folder with your clients"));
  const bind = async (root: view.RootView) => {
    const path = await api.chooseFolder(`Where is “${root.name}” on this computer?`);
    if (path) await api.bindRoot(root.id, path);
  };
  return (
    <div className={`${layout.page} ${layout.stack} ${layout.wide}`}>
      <ActError act={act} />
      {settings.roots.length === 0 ? (
        <Empty boxed icon={FolderPlus} title="No folder is mapped.">
          {may
            ? "Choose the folder of your office share that holds your clients. Nothing in it is moved or renamed."
            : "An administrator maps the office share. Then you say where it is on this computer."}
        </Empty>
      ) : (
        <Panel flush title="Folders of the office share">
          {settings.roots.map((root) => (
            <RootRow
              key={root.id}
              root={root}
              actions={
                root.state === "unbound" ? (
                  <Button size="small" onPress={() => act.run(() => bind(root))}>
                    Say where it is
                  </Button>
                ) : (
                  <>
                    {may && root.state === "ok" && (
                      <Button size="small" onPress={() => navigate(`/setup/map/${root.id}`)}>
                        Map clients
                      </Button>
                    )}
                    {root.state !== "ok" && root.state !== "reading only" && (
                      <Button size="small" onPress={() => act.run(() => bind(root))}>
                        Choose its folder
                      </Button>
                    )}
                    <Button size="small" look="plain" onPress={() => act.run(() => api.unbindRoot(root.id))}>
                      Stop looking
                    </Button>
                  </>
                )
              }
            />
          ))}
        </Panel>
      )}
      {may && (
        <div>
          <Button
            look={settings.roots.length ? "secondary" : "primary"}
            icon={FolderPlus}
            onPress={() => act.run(choose)}
          >
            Choose a folder
          </Button>
        </div>
      )}
      {adding && (
        <AddRootDialog
          path={adding}
          onClose={() => setAdding("")}
          onAdded={(root) => navigate(`/setup/map/${root}`)}
        />
      )}
    </div>
  );
}
