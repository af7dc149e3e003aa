import type { ReactNode } from "react";
import { FieldHandle } from "./FieldHandle";
import css from "./FieldsLayer.module.css";
import type { PageField } from "./field";
import { type Rect, toBox, type View } from "./geometry";
import { SignField } from "./SignField";

export interface FieldsLayerProps {
  view: View;
  fields: readonly PageField[];
  selected?: string | null;
  /** `edit` moves and resizes, `sign` fills, `view` only shows. */
  mode: "edit" | "sign" | "view";
  /** What stands in a field, or undefined while it is empty. */
  filled?: (field: PageField) => ReactNode | undefined;
  onSelect?: (id: string) => void;
  /** After a drag, a resize or a key press, in user space. */
  onMove?: (id: string, rect: Rect) => void;
  onRemove?: (id: string) => void;
}

/** The fields of one page. */
export function FieldsLayer({
  view,
  fields,
  selected,
  mode,
  filled,
  onSelect,
  onMove,
  onRemove,
}: FieldsLayerProps) {
  return fields.map((field) => {
    const box = toBox(view, field.rect);
    const content = filled?.(field);
    if (mode === "edit" && onMove) {
      return (
        <FieldHandle
          key={field.id}
          view={view}
          field={field}
          others={fields.filter((f) => f.id !== field.id).map((f) => toBox(view, f.rect))}
          selected={selected === field.id}
          onSelect={() => onSelect?.(field.id)}
          onMove={(rect) => onMove(field.id, rect)}
          onRemove={onRemove && (() => onRemove(field.id))}
        />
      );
    }
    const look = <SignField field={field} filled={content} selected={selected === field.id} />;
    if (mode === "sign" && onSelect) {
      return (
        <button
          key={field.id}
          type="button"
          className={css.field}
          style={box}
          onClick={() => onSelect(field.id)}
        >
          {look}
        </button>
      );
    }
    return (
      <span key={field.id} className={css.field} style={box}>
        {look}
      </span>
    );
  });
}
