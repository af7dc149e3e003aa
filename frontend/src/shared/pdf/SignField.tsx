import { Calendar, Check, PenLine, Signature, TextCursorInput } from "lucide-react";
import type { ReactNode } from "react";
import { initials } from "#/ui/Avatar";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import type { FieldKind, PageField } from "./field";
import css from "./SignField.module.css";

const icons: Record<FieldKind, Icon> = {
  signature: Signature,
  initials: PenLine,
  date: Calendar,
  checkbox: Check,
  text: TextCursorInput,
};

export interface SignFieldProps {
  field: Pick<PageField, "kind" | "label" | "signer" | "side">;
  /** What has been put in: a SignatureImage, a date, a tick. */
  filled?: ReactNode;
  /** Ringed; in editing with its handle. */
  selected?: boolean;
}

/** How a field looks, filling the box it is given. */
export function SignField({ field, filled, selected }: SignFieldProps) {
  const Glyph = icons[field.kind];
  const small = field.kind === "checkbox";
  return (
    <span
      className={cx(css.field, css[field.side], selected && css.selected, filled !== undefined && css.filled)}
    >
      {filled === undefined && !small && <Glyph size={11} className={css.icon} />}
      {filled === undefined && !small && (
        <span aria-hidden="true" className={css.label}>
          {field.label}
        </span>
      )}
      <Hidden>{`${field.label}, ${field.signer}${filled === undefined ? "" : ": placed "}`}</Hidden>
      {filled}
      {filled === undefined && !small && <span className={css.owner} data-letters={initials(field.signer)} />}
    </span>
  );
}
