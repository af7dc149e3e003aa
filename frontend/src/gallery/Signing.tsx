import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { FieldsLayer } from "#/shared/pdf/FieldsLayer";
import type { PageField } from "#/shared/pdf/field";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { StepHeader } from "#/shared/StepHeader";
import { SignatureImage } from "#/shared/sign/SignatureImage";
import { SignaturePad } from "#/shared/sign/SignaturePad";
import type { Signature } from "#/shared/sign/signature";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { ProgressBar } from "#/ui/ProgressBar";
import { SplitLayout } from "#/ui/SplitLayout";
import css from "./Gallery.module.css";
import { useSample } from "./useSample";

const fields: PageField[] = [
  {
    id: "a",
    page: 1,
    rect: [40, 252, 290, 276],
    kind: "signature",
    label: "Sign here",
    signer: "Ruth Adeyemi",
    side: "client",
  },
  {
    id: "b",
    page: 1,
    rect: [320, 252, 420, 276],
    kind: "date",
    label: "Date",
    signer: "Ruth Adeyemi",
    side: "client",
  },
  {
    id: "c",
    page: 2,
    rect: [40, 252, 290, 276],
    kind: "signature",
    label: "Sign here",
    signer: "Ruth Adeyemi",
    side: "client",
  },
];

/** Page P3b of the design. */
export function Signing() {
  const url = useSample();
  const [signature, setSignature] = useState<Signature>({ kind: "typed", name: "Ruth Adeyemi" });
  const [placed, setPlaced] = useState<ReadonlySet<string>>(new Set(["a"]));
  const filled = (field: PageField) => {
    if (field.kind === "date") return "03/12/2026";
    return placed.has(field.id) ? <SignatureImage signature={signature} /> : undefined;
  };
  return (
    <>
      <StepHeader
        steps={["Agree", "Read and sign", "Confirm it’s you", "Done"]}
        current={1}
        exitLabel="Finish later"
        onExit={() => undefined}
        note="Saved 9:12 AM"
      />
      <main className={css.window}>
        <SplitLayout
          endLabel="Your signature"
          end={
            <Panel look="bare" title="Your signature">
              <SignaturePad value={signature} onChange={setSignature} />
            </Panel>
          }
          endFooter={
            <div className={css.stack}>
              <ProgressBar label="Signatures placed" value={50} figure={`${placed.size} of 2 placed`} />
              <Button look="primary" size="main" wide iconEnd={ArrowRight}>
                Next signature
              </Button>
            </div>
          }
        >
          {url && (
            <PdfViewer
              url={url}
              toolbarStart={<h1 className={css.subjectTitle}>Form 8879-CORP</h1>}
              overlay={(n, view) => (
                <FieldsLayer
                  view={view}
                  mode="sign"
                  fields={fields.filter((f) => f.page === n)}
                  filled={filled}
                  onSelect={(id) => setPlaced(new Set([...placed, id]))}
                />
              )}
            />
          )}
        </SplitLayout>
      </main>
    </>
  );
}
