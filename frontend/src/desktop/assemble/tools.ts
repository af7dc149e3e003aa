import { Calendar, PenLine, Signature, SquareCheck } from "lucide-react";
import type { Icon } from "#/ui/icon";
import type { DraftFieldKind } from "../review/draftFields";

export interface Tool {
  kind: DraftFieldKind;
  label: string;
  icon: Icon;
  key: string;
  /** Points: what a new field measures. */
  size: readonly [width: number, height: number];
}

export const tools: readonly Tool[] = [
  { kind: "signature", label: "Signature", icon: Signature, key: "S", size: [180, 22] },
  { kind: "date", label: "Date", icon: Calendar, key: "D", size: [86, 18] },
  { kind: "initials", label: "Initials", icon: PenLine, key: "I", size: [44, 18] },
  { kind: "checkbox", label: "Checkbox", icon: SquareCheck, key: "C", size: [12, 12] },
];
