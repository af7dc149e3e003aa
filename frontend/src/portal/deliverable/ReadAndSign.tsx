import { useCallback, useState } from "react";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { isComplete, type Signature } from "#/shared/sign/signature";
import type { Deliverable, Field } from "../api.gen";
import { ConfirmDialog } from "./ConfirmDialog";
import { DeclineDialog } from "./DeclineDialog";
import css from "./Deliverable.module.css";
import { FieldList } from "./FieldList";
import { PagePlaces } from "./PagePlaces";
import type { At } from "./queries";
import { SignatureDialog } from "./SignatureDialog";
import { SignBar } from "./SignBar";
import { useMarks } from "./useMarks";

export interface ReadAndSignProps {
  at: At;
  firm: string;
  shown: Deliverable;
}

/** The document with its places to sign. A mark is only placed here; it binds at Confirm and sign. */
export function ReadAndSign({ at, firm, shown }: ReadAndSignProps) {
  const [signature, setSignature] = useState<Signature>({ kind: "typed", name: shown.you.name });
  const [drawing, setDrawing] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [declining, setDeclining] = useState(false);
  const [page, setPage] = useState(1);
  const [ready, setReady] = useState(false);
  const [visit, setVisit] = useState(0);
  const onReady = useCallback(() => setReady(true), []);
  const marks = useMarks(shown);

  const goTo = (field: Field) => {
    marks.select(field.id);
    setPage(field.page);
    setVisit(visit + 1);
  };
  const place = (id: string) => {
    if (!isComplete(signature)) return setDrawing(true);
    marks.place(id);
  };
  const press = (id: string) => (marks.placed.has(id) ? marks.takeBack(id) : place(id));

  return (
    <main id="content" tabIndex={-1} className={css.desk}>
      <h1 className={css.hidden}>{shown.title}</h1>
      <aside className={css.places} aria-label="Places to sign">
        <FieldList shown={shown} marks={marks} onGo={goTo} />
      </aside>
      <div className={css.paper}>
        <PdfViewer
          url={shown.file}
          page={ready ? page : 1}
          onPage={setPage}
          onReady={onReady}
          overlay={(number, view) => (
            <PagePlaces
              view={view}
              shown={shown}
              page={number}
              marks={marks}
              signature={signature}
              visit={visit}
              onPress={press}
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
        onDecline={() => setDeclining(true)}
      />
      {drawing && (
        <SignatureDialog value={signature} onSave={setSignature} onClose={() => setDrawing(false)} />
      )}
      {confirming && (
        <ConfirmDialog at={at} shown={shown} signature={signature} onClose={() => setConfirming(false)} />
      )}
      {declining && (
        <DeclineDialog at={at} firm={firm} shown={shown} paper={false} onClose={() => setDeclining(false)} />
      )}
    </main>
  );
}
