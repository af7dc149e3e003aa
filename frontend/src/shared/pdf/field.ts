import type { Rect } from "./geometry";

export type FieldKind = "signature" | "initials" | "date" | "checkbox" | "text";

/** A place on a page that a signer fills. */
export interface PageField {
  id: string;
  page: number;
  rect: Rect;
  kind: FieldKind;
  /** What stands in it while empty: "Sign here", "Date signed". */
  label: string;
  /** The whole name of who fills it. */
  signer: string;
  /** Client fields are solid, those of the firm dashed. */
  side: "client" | "firm";
}

/** Points below which a field cannot be made smaller. */
export const leastSize: Record<FieldKind, number> = {
  signature: 16,
  initials: 14,
  date: 12,
  checkbox: 8,
  text: 12,
};
