import { FolderInput, HardDrive } from "lucide-react";
import { useMemo, useState } from "react";
import { type Tie, TieMark } from "#/shared/TieMark";
import { TieTable } from "#/shared/TieTable";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { ChangedDialog } from "../files/ChangedDialog";
import { ExplainDialog } from "../files/ExplainDialog";
import { HoldDialog } from "../files/HoldDialog";
import { NotedLate } from "../files/NotedLate";
import { Notices } from "../files/Notices";
import { outboundActs, wasOut } from "../files/OutboundActs";
import { ReleaseAll } from "../files/ReleaseAll";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { useSync } from "../sync/queries";
import { useAct } from "../useAct";
import css from "./Engagement.module.css";
import type { DialogName } from "./EngagementDialogs";
import { PullBackDialog } from "./PullBackDialog";
import { useFiles } from "./queries";
import { tieGroups } from "./tieGroups";
import { WithdrawDialog } from "./WithdrawDialog";

type OpenDialog = (name: DialogName) => void;

/** The share beside what the client sees, with the tie column between. */
export function FilesTab({ page, onDialog }: { page: view.EngagementPage; onDialog: OpenDialog }) {
  const files = useFiles(page.id);
  return (
    <Loaded query={files} name="the files" skeleton={{ rows: 10 }}>
      {(panel) => <Files page={page} panel={panel} onDialog={onDialog} />}
    </Loaded>
  );
}

function Files({
  page,
  panel,
  onDialog,
}: {
  page: view.EngagementPage;
  panel: view.FilesPanel;
  onDialog: OpenDialog;
}) {
  const [leaving, setLeaving] = useState<view.FileRow | null>(null);
  const [about, setAbout] = useState<view.FileRow | "" | null>(null);
  const [deciding, setDeciding] = useState(false);
  const act = useAct();
  const sync = useSync().data;
  const moving = useMemo(
    () => new Map([...(sync?.waiting ?? []), ...(sync?.coming ?? [])].map((item) => [item.version, item])),
    [sync],
  );
  useScreenKeys([{ press: "w", label: "why is a file not there", act: () => setAbout(""), order: 2 }]);
  const [hold] = panel.holds;
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
            <Button look="link" onPress={() => onDialog("map")}>
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
    if (name === "withdraw" || (name === "pull-back" && wasOut(row))) setLeaving(row);
    else if (name === "pull-back") act.run(() => api.pullBack(page.id, row.version, ""));
    else if (name === "share-again") act.run(() => api.shareAgain(page.id, row.document));
    else if (name in outboundActs) act.run(() => api.releaseFiles(page.id, [row.version]));
    else if (name === "explain" || name === "receipt") setAbout(row);
    else if (name === "reveal") act.run(() => api.revealFile(page.id, row.share.path));
    else act.run(() => api.openFile(page.id, row.share.path));
  };
  const open = (id: string) => {
    const folder = panel.private.find((one) => one.path === id);
    if (folder?.folder) return act.run(() => api.openFolder(page.id, folder.path));
    const row = panel.lanes.flatMap((lane) => lane.rows).find((one) => one.key === id);
    const path = folder?.path ?? row?.share.path;
    if (path) act.run(() => api.openFile(page.id, path));
    else if (row && !row.earlier) setAbout(row);
  };
  return (
    <>
      <FilesHead panel={panel} />
      <NotedLate why={panel.polling} />
      <Notices
        panel={panel}
        onDecide={() => setDeciding(true)}
        onStatus={page.can.includes("set-status") ? () => onDialog("status") : undefined}
      />
      <ReleaseAll engagement={page.id} panel={panel} />
      <ActError act={act} />
      <TieTable
        label="Files"
        place={panel.local}
        portalTitle={panel.contact ? `What ${panel.contact} sees` : "What the client sees"}
        portalAction={
          <Button look="link" onPress={() => setAbout("")}>
            Why is a file not there?
          </Button>
        }
        groups={tieGroups(panel, rowAct, moving)}
        onOpen={open}
        stale={!panel.live}
      />
      {about !== null && (
        <ExplainDialog
          key={about ? about.key : ""}
          engagement={page.id}
          about={about ? about.key : ""}
          name={about ? about.share.name || about.client.name : ""}
          onClose={() => setAbout(null)}
          onDialog={onDialog}
          onDecide={() => {
            setAbout(null);
            setDeciding(true);
          }}
        />
      )}
      {deciding &&
        hold &&
        (hold.changed ? (
          <ChangedDialog hold={hold} onClose={() => setDeciding(false)} />
        ) : (
          <HoldDialog hold={hold} onClose={() => setDeciding(false)} />
        ))}
      {leaving?.can.includes("pull-back") && (
        <PullBackDialog
          engagement={page.id}
          contact={panel.contact}
          row={leaving}
          onClose={() => setLeaving(null)}
        />
      )}
      {leaving?.can.includes("withdraw") && (
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

const counts: { of: "tied" | "moving" | "waiting" | "settle"; word: string; tie: Tie }[] = [
  { of: "tied", word: "tied out", tie: { kind: "tied" } },
  { of: "moving", word: "on the way", tie: { kind: "moving", percent: 0 } },
  { of: "waiting", word: "waiting", tie: { kind: "waiting" } },
  { of: "settle", word: "to settle", tie: { kind: "settle" } },
];

function FilesHead({ panel }: { panel: view.FilesPanel }) {
  return (
    <div className={css.filesHead}>
      <span className={panel.live ? layout.muted : layout.warn}>
        {panel.live
          ? `compared with the portal ${panel.asOf.words}`
          : `the portal side is as of ${panel.asOf.words}`}
      </span>
      <span className={css.ties}>
        {counts.map(
          ({ of, word, tie }) =>
            panel[of] > 0 && (
              <span key={of} className={`${css.fact} ${of === "settle" ? css.warn : ""}`}>
                <TieMark tie={tie} /> {panel[of]} {word}
              </span>
            ),
        )}
      </span>
    </div>
  );
}
