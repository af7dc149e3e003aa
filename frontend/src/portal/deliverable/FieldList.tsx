import { Check } from "lucide-react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import { Tag } from "#/ui/Tag";
import type { Deliverable, Field } from "../api.gen";
import css from "./Deliverable.module.css";
import type { Marks } from "./useMarks";

const words: Record<Field["kind"], string> = {
  signature: "Signature",
  initials: "Initials",
  date: "Date",
  checkbox: "Tick",
};

export interface FieldListProps {
  shown: Deliverable;
  marks: Marks;
  onGo: (field: Field) => void;
}

/** The places to sign in order, and which are done. */
export function FieldList({ shown, marks, onGo }: FieldListProps) {
  return (
    <>
      <h2 className={css.placesTitle}>{shown.title}</h2>
      <ol className={css.placeList}>
        {marks.marks.map((field) => {
          const done = marks.placed.has(field.id);
          return (
            <li key={field.id}>
              <button
                type="button"
                className={cx(css.place, field === marks.selected && css.current)}
                aria-current={field === marks.selected ? "step" : undefined}
                onClick={() => onGo(field)}
              >
                {done ? <Check size={16} className={css.tick} /> : <span className={css.ring} />}
                <span className={css.placeWords}>
                  {words[field.kind]}
                  <span className={css.placeDetail}>
                    page {field.page} · {done ? "placed" : "to sign"}
                  </span>
                </span>
                {!done && field === marks.next && <Tag tone="accent">Next</Tag>}
                {done && <Hidden>done</Hidden>}
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}
