import { MapPin } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { PinsLayer } from "#/shared/pdf/PinsLayer";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { SidePane } from "#/ui/SidePane";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { ChangesMenu } from "./ChangesMenu";
import { Checklist } from "./Checklist";
import { checkLines, tally } from "./checkLines";
import { DecisionFooter } from "./DecisionFooter";
import { DiscardDialog } from "./DiscardDialog";
import { DraftBanner } from "./DraftBanner";
import { DraftTitle } from "./DraftTitle";
import { pageFields } from "./draftFields";
import { NotesPanel } from "./NotesPanel";
import { pinOf, pinOfNew, toSpot } from "./notes";
import { partLabel } from "./parts";
import { RefusedDraft } from "./RefusedDraft";
import { ReturnDialog } from "./ReturnDialog";
import css from "./Review.module.css";
import { SettleDialog } from "./SettleDialog";
import { SignerFields } from "./SignerFields";
import { useChanges } from "./useChanges";
import { useDecision } from "./useDecision";
import { useNotes } from "./useNotes";

/** Reading a draft that is here: its pages, its notes, what was checked, and the decision. */
export function DraftReview({ draft }: { draft: view.DraftPage }) {
  const [page, setPage] = useState(1);
  const [, navigate] = useLocation();
  const notes = useNotes(draft, setPage);
  const decision = useDecision(draft);
  const changes = useChanges(draft);
  const mayPin = draft.can.includes("pin-note");
  const { pinning, setPinning } = notes;
  const fields = pageFields(draft);
  const lines = checkLines(draft.checks, setPage);
  const aim = () => setPinning(pinning === "aiming" ? "off" : "aiming");

  useScreenKeys([
    { press: "j", label: "next note", keys: ["J", "K"], act: () => notes.step(1) },
    { press: "k", label: "note before", quiet: true, act: () => notes.step(-1) },
    { press: "n", label: "pin a note", act: mayPin ? aim : undefined },
    {
      press: "ctrl+enter",
      label: decision.submit ? "send to review" : "settle",
      act: typeof pinning === "string" ? (decision.submit ?? (mayPin ? notes.settle : undefined)) : undefined,
    },
    { press: "shift+a", label: "approve", act: decision.approve },
    { press: "shift+r", label: "return", act: decision.sendBack },
    {
      press: "escape",
      label: "back",
      quiet: true,
      act: () => (pinning === "off" ? navigate("/review") : setPinning("off")),
    },
  ]);

  return (
    <div className={layout.fill}>
      <DraftBanner draft={draft} />
      <PdfViewer
        url={draft.url}
        page={page}
        onPage={setPage}
        thumbs={{
          label: (n) => partLabel(draft.parts, n),
          notes: (n) => draft.notes.filter((note) => note.page === n && !note.settled).length,
        }}
        onPoint={pinning === "aiming" ? (at, pageView) => setPinning(toSpot(pageView, at)) : undefined}
        overlay={(n, pageView) => (
          <>
            <SignerFields
              view={pageView}
              mode="view"
              signers={draft.signers.map((s) => s.name)}
              fields={fields.filter((f) => f.page === n)}
            />
            <PinsLayer
              view={pageView}
              pins={[
                ...notes.all
                  .filter((note) => note.page === n)
                  .map((note) => pinOf(note, note.id === notes.active?.id, pageView)),
                ...(typeof pinning !== "string" && pinning.page === n
                  ? [pinOfNew(pinning, notes.all.length + 1, pageView)]
                  : []),
              ]}
              onPress={notes.choose}
            />
          </>
        )}
        toolbarStart={<DraftTitle engagement={draft.engagement} back="/review" />}
        toolbarEnd={
          <>
            {changes && <ChangesMenu changes={changes} onPage={setPage} />}
            {mayPin && (
              <Button look={pinning === "aiming" ? "soft" : "plain"} icon={MapPin} keys={["N"]} onPress={aim}>
                Pin a note
              </Button>
            )}
          </>
        }
        aside={
          <SidePane label="Review" footer={<DecisionFooter draft={draft} decision={decision} />}>
            <div className={css.side}>
              <RefusedDraft draft={draft} />
              <NotesPanel draft={draft} notes={notes} mayPin={mayPin} />
              {lines.length > 0 && (
                <Panel look="bare" title="Checked by Tieout" meta={tally(lines)}>
                  <Checklist label="Checked by Tieout" lines={lines} />
                </Panel>
              )}
            </div>
          </SidePane>
        }
      />
      <SettleDialog decision={decision} open={draft.open} />
      {decision.asking === "return" && <ReturnDialog decision={decision} open={draft.open} />}
      <DiscardDialog decision={decision} number={draft.number} />
    </div>
  );
}
