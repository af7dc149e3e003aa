import { useState } from "react";
import { useLocation } from "wouter";
import { StatusChip } from "#/shared/StatusChip";
import { Hidden } from "#/ui/Hidden";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Skeleton } from "#/ui/Skeleton";
import type { view } from "../api";
import { useEngagement } from "../engagement/queries";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { RefusedDraft } from "../review/RefusedDraft";
import { sign } from "../status";
import { ApprovedPanel } from "./ApprovedPanel";
import { PackageView } from "./PackageView";
import { SentFooter } from "./SentFooter";
import { SentPanel } from "./SentPanel";
import { useSent } from "./useSent";
import { WithdrawDialog } from "./WithdrawDialog";

/** A package that has left: where each signer stands, reminding and taking it back. */
export function PublishedDraft({ draft }: { draft: view.DraftPage }) {
  const [, navigate] = useLocation();
  const [page, setPage] = useState(1);
  const { engagement } = draft;
  const deliverable = useEngagement(engagement.id).data?.deliverables.find((d) => d.draft === draft.id);
  const sent = useSent(engagement.id, deliverable);
  useScreenKeys([
    { press: "r", label: "remind", act: sent.remind },
    { press: "escape", label: "back", quiet: true, act: () => navigate("/publish") },
  ]);
  const signed = deliverable?.state === "sealed" || deliverable?.state === "signed";
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
        url={deliverable?.url || draft.url}
        fields={!signed}
        page={page}
        onPage={setPage}
        below={<ApprovedPanel draft={draft} />}
        endLabel="Where it stands"
        end={
          <>
            <RefusedDraft draft={draft} />
            {deliverable ? (
              <SentPanel deliverable={deliverable} />
            ) : (
              <div role="status">
                <Hidden>Reading where it stands</Hidden>
                <Skeleton rows={3} />
              </div>
            )}
          </>
        }
        endFooter={<SentFooter sent={sent} deliverable={deliverable} />}
      />
      {deliverable && sent.asking && <WithdrawDialog title={deliverable.title} sent={sent} />}
    </div>
  );
}
