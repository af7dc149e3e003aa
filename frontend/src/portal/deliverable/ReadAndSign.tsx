import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { FieldsLayer } from "#/shared/pdf/FieldsLayer";
import type { PageField } from "#/shared/pdf/field";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { SignatureImage } from "#/shared/sign/SignatureImage";
import { isComplete, type Signature } from "#/shared/sign/signature";
import type { Deliverable, Field } from "../api.gen";
import { ConfirmDialog } from "./ConfirmDialog";
import css from "./Deliverable.module.css";
import { FieldList } from "./FieldList";
import type { At } from "./queries";
import { SignatureDialog } from "./SignatureDialog";
import { SignBar } from "./SignBar";
import { useMarks } from "./useMarks";

const labels: Record<Field["kind"], string> = {
  signature: "Sign here",
  initials: "Initials",
  date: "Date",
  checkbox: "Tick",
};

function pageField(field: Field, signer: string): PageField {
  const { id, page, kind, x, y, w, h } = field;
  return { id, page, kind, label: labels[kind], signer, side: "client", rect: [x, y, x + w, y + h] };
}

/** The document with its places to sign. A mark is only placed here; it binds at Confirm and sign. */
export function ReadAndSign({ at, shown }: { at: At; shown: Deliverable }) {
  const [signature, setSignature] = useState<Signature>({ kind: "typed", name: shown.you.name });
  const [drawing, setDrawing] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [page, setPage] = useState(1);
  const marks = useMarks(shown);

  const goTo = (field: Field) => {
    marks.select(field.id);
    setPage(field.page);
  };
  const place = (id: string) => {
    if (!isComplete(signature)) return setDrawing(true);
    marks.place(id);
  };
  const press = (id: string) => (marks.placed.has(id) ? marks.takeBack(id) : place(id));
  const filled = (field: PageField): ReactNode | undefined => {
    if (field.kind === "date") return marks.placed.size > 0 ? shown.you.today : undefined;
    if (!marks.placed.has(field.id)) return undefined;
    return field.kind === "checkbox" ? <Check size={14} /> : <SignatureImage signature={signature} />;
  };
  const onPage = (number: number) =>
    shown.fields.filter((f) => f.page === number).map((f) => pageField(f, shown.you.name));

  return (
    <main className={css.desk}>
      <h1 className={css.hidden}>{shown.title}</h1>
      <aside className={css.places} aria-label="Places to sign">
        <FieldList shown={shown} marks={marks} onGo={goTo} />
      </aside>
      <div className={css.paper}>
        <PdfViewer
          url={shown.file}
          page={page}
          onPage={setPage}
          overlay={(number, view) => (
            <FieldsLayer
              view={view}
              mode="sign"
              fields={onPage(number)}
              selected={marks.selected?.id}
              filled={filled}
              onSelect={(id) => marks.marks.some((f) => f.id === id) && press(id)}
            />
          )}
        />
      </div>
      <SignBar
        at={at}
        marks={marks}
        signature={signature}
        onChange={() => setDrawing(true)}
        onGo={goTo}
        onPlace={place}
        onConfirm={() => setConfirming(true)}
      />
      {drawing && (
        <SignatureDialog value={signature} onSave={setSignature} onClose={() => setDrawing(false)} />
      )}
      {confirming && (
        <ConfirmDialog at={at} shown={shown} signature={signature} onClose={() => setConfirming(false)} />
      )}
    </main>
  );
}
