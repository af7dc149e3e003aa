import type { FieldKind, PageField } from "#/shared/pdf/field";
import type { Rect } from "#/shared/pdf/geometry";
import type { view } from "../api";

/** The kinds a draft may hold, in the order of the tools. */
export const fieldKinds = [
  "signature",
  "date",
  "initials",
  "checkbox",
] as const satisfies readonly FieldKind[];
export type DraftFieldKind = (typeof fieldKinds)[number];

export const fieldWords: Record<DraftFieldKind, string> = {
  signature: "Sign here",
  date: "Date signed",
  initials: "Initials",
  checkbox: "Checkbox",
};

/** A kind as Go names it; one that a newer Tieout wrote is drawn as a box to sign. */
export function fieldKind(kind: string): DraftFieldKind {
  return fieldKinds.find((known) => known === kind) ?? "signature";
}

export function rectOf(box: Pick<view.FieldBox, "x" | "y" | "w" | "h">): Rect {
  return [box.x, box.y, box.x + box.w, box.y + box.h];
}

/** The fields of a draft as the viewer draws them. */
export function pageFields(draft: Pick<view.DraftPage, "fields" | "signers">): PageField[] {
  return draft.fields.map((box) => {
    const kind = fieldKind(box.kind);
    return {
      id: box.id,
      page: box.page,
      rect: rectOf(box),
      kind,
      label: fieldWords[kind],
      signer: draft.signers.find((s) => s.id === box.signer)?.name ?? "",
      side: "client",
    };
  });
}
