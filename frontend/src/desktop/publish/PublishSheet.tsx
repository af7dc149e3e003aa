import { useState } from "react";
import { useLocation } from "wouter";
import { StatusChip } from "#/shared/StatusChip";
import { Panel } from "#/ui/Panel";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Select } from "#/ui/Select";
import { TextArea } from "#/ui/TextArea";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { Checklist } from "../review/Checklist";
import { checkLines, tally } from "../review/checkLines";
import { RefusedDraft } from "../review/RefusedDraft";
import { sign } from "../status";
import { useAct } from "../useAct";
import { ApprovedPanel } from "./ApprovedPanel";
import { PackageView } from "./PackageView";
import css from "./Publish.module.css";
import { PublishFooter } from "./PublishFooter";
import { Recipients } from "./Recipients";
import { SignersList } from "./SignersList";

const nothing = "none";

/** Exactly what was approved, to whom it goes, and sending it. Only the recipients and the note can be chosen. */
export function PublishSheet({ sheet }: { sheet: view.PublishSheet }) {
  const { draft } = sheet;
  const { engagement } = draft;
  const [, navigate] = useLocation();
  const [page, setPage] = useState(() => draft.fields[0]?.page ?? 1);
  const [to, setTo] = useState<ReadonlySet<string>>(() => new Set(sheet.to));
  const [note, setNote] = useState("");
  const [replaces, setReplaces] = useState(() => sheet.replaces[0]?.id ?? nothing);
  const act = useAct();
  const signers = new Set(draft.signers.map((s) => s.id));
  const may = sheet.stop === "" && draft.can.includes("publish-draft");
  const publish = () =>
    act.run(
      () =>
        api.publishDraft({
          engagement: engagement.id,
          draft: draft.id,
          to: [...new Set([...signers, ...to])],
          note: note.trim(),
          replaces: replaces === nothing ? "" : replaces,
        }),
      { engagement: engagement.id },
    );
  useScreenKeys([
    { press: "ctrl+enter", label: "publish", act: may ? publish : undefined },
    { press: "", keys: ["PgDn"], label: "next page" },
    { press: "escape", label: "back", quiet: true, act: () => navigate("/publish") },
  ]);
  const lines = checkLines(sheet.checks, setPage);
  return (
    <div className={layout.fill}>
      <ScreenHeader
        size="small"
        title={`${engagement.client} · ${engagement.title}`}
        meta={<StatusChip status={sign(engagement.status.code)} />}
        trail={[
          { label: "Publish", href: "/publish" },
          { label: engagement.client, href: `/engagements/${engagement.id}` },
        ]}
      />
      <PackageView
        draft={draft}
        url={draft.url}
        fields
        page={page}
        onPage={setPage}
        below={<ApprovedPanel draft={draft} />}
        endLabel="Publish"
        end={
          <>
            <RefusedDraft draft={draft} />
            <SignersList draft={draft} />
            <Recipients people={sheet.recipients} signers={signers} to={to} onChange={setTo} />
            <TextArea
              label="Note to the client"
              optional
              rows={2}
              maxLength={2000}
              value={note}
              onChange={setNote}
              hint="Stands above the document in the portal."
            />
            {sheet.replaces.length > 0 && (
              <Select
                label="Takes the place of"
                options={[
                  ...sheet.replaces.map((c) => ({ id: c.id, label: c.label, hint: c.detail })),
                  { id: nothing, label: "Nothing, it stands beside" },
                ]}
                value={replaces}
                onChange={setReplaces}
              />
            )}
            {lines.length > 0 && (
              <Panel look="bare" title="Checked by Tieout" meta={tally(lines)}>
                <Checklist label="Checked by Tieout" lines={lines} />
              </Panel>
            )}
          </>
        }
        endFooter={
          <div className={css.footer}>
            <PublishFooter sheet={sheet} act={act} onPublish={may ? publish : undefined} />
          </div>
        }
      />
    </div>
  );
}
