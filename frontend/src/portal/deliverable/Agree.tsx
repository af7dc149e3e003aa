import { FileText, Maximize2 } from "lucide-react";
import { useState } from "react";
import { count } from "#/shared/format";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { Button } from "#/ui/Button";
import { Checkbox } from "#/ui/Checkbox";
import { DetailList } from "#/ui/DetailList";
import { Panel } from "#/ui/Panel";
import type { Deliverable } from "../api.gen";
import { Failed } from "../Failed";
import { DeclineDialog } from "./DeclineDialog";
import css from "./Deliverable.module.css";
import { type At, useConsent } from "./queries";

export interface AgreeProps {
  at: At;
  firm: string;
  shown: Deliverable;
}

/** "2 places, on pages 2 and 4" */
export function placesOf(shown: Deliverable): string {
  const marks = shown.fields.filter((f) => f.kind === "signature" || f.kind === "initials");
  const pages = [...new Set(marks.map((f) => f.page))];
  const last = pages.pop();
  const where = pages.length > 0 ? `pages ${pages.join(", ")} and ${last}` : `page ${last}`;
  return `${count(marks.length, "place")}, on ${where}`;
}

/** What there is to sign, and consent to do it electronically: said before, never ticked in advance. */
export function Agree({ at, firm, shown }: AgreeProps) {
  const [agreed, setAgreed] = useState(false);
  const [leaving, setLeaving] = useState<"paper" | "decline">();
  const [whole, setWhole] = useState(false);
  const consent = useConsent(at);
  const facts = [
    { term: "Length", value: count(shown.pages, "page") },
    { term: "You sign", value: placesOf(shown) },
    ...(shown.due ? [{ term: "Due", value: shown.due }] : []),
    ...(shown.signers.length > 1
      ? [{ term: "Signers", value: shown.signers.map((s) => s.name).join(", ") }]
      : []),
  ];
  return (
    <main id="content" tabIndex={-1} className={css.column}>
      <header>
        <h1>{shown.title} is ready to sign</h1>
        <p className={css.muted}>
          {shown.from} sent it {shown.when.text}. Signing takes about 5 minutes.
        </p>
      </header>
      {shown.note && <p className={css.note}>{shown.note}</p>}
      <Panel title="What you sign">
        <DetailList rows={facts} />
      </Panel>
      <Panel
        flush
        title="Your document"
        action={
          <Button look="link" icon={whole ? FileText : Maximize2} onPress={() => setWhole(!whole)}>
            {whole ? "Show less" : "Show more"}
          </Button>
        }
      >
        <div className={whole ? css.previewWhole : css.preview}>
          <PdfViewer url={shown.file} />
        </div>
      </Panel>
      <Panel title={shown.consent.title}>
        <dl className={css.consent}>
          {shown.consent.paragraphs.map((p) => (
            <div key={p.heading}>
              <dt>{p.heading}</dt>
              <dd>{p.text}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Checkbox checked={agreed} onChange={setAgreed}>
        {shown.consent.agree}
      </Checkbox>
      {consent.error && <Failed error={consent.error} />}
      <Button
        look="primary"
        size="main"
        wide
        disabled={!agreed}
        busy={consent.isPending}
        busyLabel="Saving"
        onPress={() => consent.mutate(shown)}
      >
        Agree and continue
      </Button>
      <p className={css.ways}>
        <Button look="link" onPress={() => setLeaving("paper")}>
          I want paper
        </Button>
        <Button look="link" onPress={() => setLeaving("decline")}>
          Decline
        </Button>
      </p>
      {leaving && (
        <DeclineDialog
          at={at}
          firm={firm}
          shown={shown}
          paper={leaving === "paper"}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </main>
  );
}
