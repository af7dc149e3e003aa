import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { DetailList } from "#/ui/DetailList";
import { Panel } from "#/ui/Panel";
import { Tag } from "#/ui/Tag";
import css from "./CertificateSummary.module.css";

export interface CertificateSummaryProps {
  /** "Ruth Adeyemi, President, Acme Ltd" */
  signedBy: string;
  /** With its zone: "Thursday, March 12, 2026, 9:18 AM EDT". */
  when: string;
  /** "Portal sign-in, code to phone ending 0142" */
  confirmedBy: string;
  documents: readonly string[];
  /** Hexadecimal; drawn in groups of four. Absent until the document is sealed. */
  seal?: string;
  /** Downloads: the signed copy first. */
  actions?: ReactNode;
}

/** What the certificate of a signature says. */
export function CertificateSummary({
  signedBy,
  when,
  confirmedBy,
  documents,
  seal,
  actions,
}: CertificateSummaryProps) {
  const rows = [
    { term: "Signed by", value: signedBy },
    { term: "When", value: when },
    { term: "Confirmed by", value: confirmedBy },
    { term: "Documents", value: documents.join(", ") },
    ...(seal ? [{ term: "Seal", value: <code className={css.seal}>{grouped(seal)}</code> }] : []),
  ];
  return (
    <Panel
      look="card"
      title={<span className={css.title}>Certificate of signature</span>}
      action={
        seal ? (
          <Tag tone="accent" icon={Lock}>
            Sealed
          </Tag>
        ) : (
          <Tag>Sealing</Tag>
        )
      }
    >
      <DetailList rows={rows} />
      {actions && <div className={css.actions}>{actions}</div>}
    </Panel>
  );
}

/** "b41e 77a0 5d92 c3f8": the first sixteen digits. */
function grouped(hex: string): string {
  return (
    hex
      .slice(0, 16)
      .match(/.{1,4}/g)
      ?.join(" ") ?? ""
  );
}
