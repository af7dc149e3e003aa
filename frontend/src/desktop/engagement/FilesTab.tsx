import { FolderInput, HardDrive } from "lucide-react";
import { useState } from "react";
import { TieMark } from "#/shared/TieMark";
import { TieTable } from "#/shared/TieTable";
import { Banner } from "#/ui/Banner";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import css from "./Engagement.module.css";
import { useFiles } from "./queries";
import { tieGroups } from "./tieGroups";
import { WithdrawDialog } from "./WithdrawDialog";

/** The share beside what the client sees, with the tie column between. */
export function FilesTab({ page, onMap }: { page: view.EngagementPage; onMap: () => void }) {
  const files = useFiles(page.id);
  return (
    <Loaded query={files} name="the files" skeleton={{ rows: 10 }}>
      {(panel) => <Files page={page} panel={panel} onMap={onMap} />}
    </Loaded>
  );
}

function Files({
  page,
  panel,
  onMap,
}: {
  page: view.EngagementPage;
  panel: view.FilesPanel;
  onMap: () => void;
}) {
  const [leaving, setLeaving] = useState<view.FileRow | null>(null);
  const act = useAct();
  const unplaced = panel.state === "unmapped" || panel.state === "unbound";
  if (unplaced && panel.lanes.every((lane) => lane.rows.length === 0)) {
    return (
      <Empty
        boxed
        icon={panel.state === "unbound" ? HardDrive : FolderInput}
        title={
          panel.state === "unbound"
            ? "This computer does not know where the share is."
            : "No folder is mapped."
        }
        action={
          page.can.includes("map-work-file") && (
            <Button look="link" onPress={onMap}>
              Map its folder
            </Button>
          )
        }
      >
        {panel.reason}
      </Empty>
    );
  }
  const rowAct = (row: view.FileRow, name: string) => {
    if (name === "withdraw") setLeaving(row);
    else if (name === "reveal") act.run(() => api.revealFile(page.id, row.share.path));
    else act.run(() => api.openFile(page.id, row.share.path));
  };
  const open = (id: string) => {
    const folder = panel.private.find((one) => one.path === id);
    if (folder?.folder) return act.run(() => api.openFolder(page.id, folder.path));
    const row = panel.lanes.flatMap((lane) => lane.rows).find((one) => one.key === id);
    const path = folder?.path ?? row?.share.path;
    if (path) act.run(() => api.openFile(page.id, path));
  };
  return (
    <>
      <FilesHead panel={panel} />
      {panel.state !== "ok" && panel.reason && <Banner tone="warn" icon={HardDrive} title={panel.reason} />}
      <ActError act={act} />
      <TieTable
        label="Files"
        place={panel.local}
        portalTitle={panel.contact ? `What ${panel.contact} sees` : "What the client sees"}
        groups={tieGroups(panel, rowAct)}
        onOpen={open}
        stale={!panel.live}
      />
      {leaving && (
        <WithdrawDialog
          title={`Take “${leaving.client.name}” back?`}
          explain="The client no longer sees it. The file on the share stays, and the history says who opened it."
          onClose={() => setLeaving(null)}
          call={(why) => api.withdrawDocument(page.id, leaving.document, why)}
        />
      )}
    </>
  );
}

function FilesHead({ panel }: { panel: view.FilesPanel }) {
  return (
    <div className={css.filesHead}>
      <span className={panel.live ? layout.muted : layout.warn}>
        {panel.live
          ? `compared with the portal ${panel.asOf.words}`
          : `the portal side is as of ${panel.asOf.words}`}
      </span>
      <span className={css.ties}>
        {panel.tied > 0 && <Ties n={panel.tied} word="tied out" tie={{ kind: "tied" }} />}
        {panel.moving > 0 && <Ties n={panel.moving} word="sending" tie={{ kind: "waiting" }} />}
        {panel.settle > 0 && <Ties n={panel.settle} word="to settle" tie={{ kind: "settle" }} warn />}
      </span>
    </div>
  );
}

function Ties({
  n,
  word,
  tie,
  warn,
}: {
  n: number;
  word: string;
  tie: Parameters<typeof TieMark>[0]["tie"];
  warn?: boolean;
}) {
  return (
    <span className={`${css.fact} ${warn ? css.warn : ""}`}>
      <TieMark tie={tie} /> {n} {word}
    </span>
  );
}
