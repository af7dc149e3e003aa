import { Download, FileCheck, FileText } from "lucide-react";
import { BigTick } from "#/shared/BigTick";
import { CertificateSummary } from "#/shared/CertificateSummary";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { ButtonLink } from "#/ui/ButtonLink";
import { FactList } from "#/ui/FactList";
import { Panel } from "#/ui/Panel";
import type { Deliverable, Signer } from "../api.gen";
import { paths } from "../paths";
import css from "./Deliverable.module.css";
import type { At } from "./queries";

export interface OutcomeProps {
  at: At;
  firm: string;
  shown: Deliverable;
}

function titleOf(shown: Deliverable): string {
  if (shown.state === "sealed" || shown.state === "signed") return "Signed. That’s everything.";
  if (shown.you.signed) return "You have signed.";
  return shown.title;
}

/** There is nothing (more) to do here: what became of it, and the copies. */
export function Outcome({ at, firm, shown }: OutcomeProps) {
  const signed = shown.you.signed || shown.state === "sealed" || shown.state === "signed";
  const gone = shown.state === "replaced" || shown.state === "withdrawn";
  return (
    <main id="content" tabIndex={-1} className={css.column}>
      {signed && <BigTick />}
      <header>
        <h1>{titleOf(shown)}</h1>
        <p className={css.muted} role="status">
          {shown.sentence}
        </p>
      </header>
      {shown.replacedBy && (
        <ButtonLink
          look="primary"
          size="main"
          wide
          href={paths.sign(at.client, at.engagement, shown.replacedBy)}
        >
          Open the corrected version
        </ButtonLink>
      )}
      {shown.proof && (
        <CertificateSummary {...shown.proof} documents={[shown.title]} actions={<Copies shown={shown} />} />
      )}
      {shown.signers.length > 1 && <Signers signers={shown.signers} />}
      {!shown.proof && !gone && <Reading shown={shown} />}
      {signed && <Next firm={firm} shown={shown} />}
      <ButtonLink wide href={paths.home(at.client)}>
        Back to Home
      </ButtonLink>
    </main>
  );
}

function Copies({ shown }: { shown: Deliverable }) {
  if (!shown.signed) return <p className={css.muted}>The sealed copy appears here in a moment.</p>;
  return (
    <>
      <ButtonLink look="primary" icon={Download} href={`${shown.signed}?download=1`} download>
        Signed copy
      </ButtonLink>
      {shown.evidence && (
        <ButtonLink icon={FileCheck} href={shown.evidence} download>
          Evidence record
        </ButtonLink>
      )}
    </>
  );
}

function Signers({ signers }: { signers: readonly Signer[] }) {
  const text = (s: Signer) => {
    const name = s.you ? `${s.name} (you)` : s.name;
    return s.when
      ? `${name} signed ${s.when.text}`
      : `${name} ${s.state === "next" ? "signs next" : "signs later"}`;
  };
  return (
    <Panel title="Signers">
      <FactList facts={signers.map((s) => ({ id: s.name, done: s.state === "signed", text: text(s) }))} />
    </Panel>
  );
}

function Reading({ shown }: { shown: Deliverable }) {
  return (
    <Panel
      flush
      title="The document"
      action={
        <ButtonLink look="link" icon={FileText} href={`${shown.file}?download=1`} download>
          Download
        </ButtonLink>
      }
    >
      <div className={css.previewWhole}>
        <PdfViewer url={shown.file} />
      </div>
    </Panel>
  );
}

function Next({ firm, shown }: { firm: string; shown: Deliverable }) {
  const sealed = shown.state === "sealed";
  return (
    <Panel title="What happens next">
      <FactList
        facts={[
          {
            id: "seal",
            done: sealed,
            text: sealed
              ? "Your signature and the certificate are sealed into the document. Nobody can change it unnoticed."
              : "When everybody has signed, the document is sealed and your copy appears here.",
          },
          { id: "office", done: false, text: `${firm} goes on with it. Nothing for you to send.` },
        ]}
      />
    </Panel>
  );
}
