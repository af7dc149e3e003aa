import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { FieldsLayer } from "#/shared/pdf/FieldsLayer";
import type { PageField } from "#/shared/pdf/field";
import { toBox, type View } from "#/shared/pdf/geometry";
import { SignatureImage } from "#/shared/sign/SignatureImage";
import type { Signature } from "#/shared/sign/signature";
import type { Deliverable, Field } from "../api.gen";
import css from "./Deliverable.module.css";
import type { Marks } from "./useMarks";

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

export interface PagePlacesProps {
  view: View;
  shown: Deliverable;
  page: number;
  marks: Marks;
  signature: Signature;
  /** Grows whenever somebody asks to be taken to the selected place. */
  visit: number;
  onPress: (id: string) => void;
}

/** The places to sign on one page, and what has been put in them. */
export function PagePlaces({ view, shown, page, marks, signature, visit, onPress }: PagePlacesProps) {
  const fields = shown.fields.filter((f) => f.page === page).map((f) => pageField(f, shown.you.name));
  const there = fields.find((f) => f.id === marks.selected?.id);
  const filled = (field: PageField): ReactNode | undefined => {
    if (field.kind === "date")
      return marks.placed.size > 0 ? <DateMark {...{ view, field, shown }} /> : undefined;
    if (!marks.placed.has(field.id)) return undefined;
    return field.kind === "checkbox" ? <Check size={14} /> : <SignatureImage signature={signature} />;
  };
  const places = fields.filter((f) => f.kind !== "date");
  const dates = fields.filter((f) => f.kind === "date");
  return (
    <>
      {there && <InSight key={`${there.id}/${visit}`} view={view} field={there} />}
      <FieldsLayer
        view={view}
        mode="sign"
        fields={places}
        selected={marks.selected?.id}
        filled={filled}
        onSelect={onPress}
      />
      <FieldsLayer view={view} mode="view" fields={dates} filled={filled} />
    </>
  );
}

/** Brings a place to the middle of what is in sight, once its page is drawn. */
function InSight({ view, field }: { view: View; field: PageField }) {
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    here.current?.scrollIntoView({ block: "center" }); // answers with a promise in some browsers
  }, []);
  return <span ref={here} aria-hidden="true" className={css.insight} style={toBox(view, field.rect)} />;
}

/** The date as it will stand there, no larger than its place. */
function DateMark({ view, field, shown }: { view: View; field: PageField; shown: Deliverable }) {
  const { width, height } = toBox(view, field.rect);
  const fontSize = Math.min(12 * view.scale, 0.6 * height, width / 6.5);
  return (
    <span className={css.date} style={{ fontSize }}>
      {shown.you.today}
    </span>
  );
}
