import type { Rect } from "#/shared/pdf/geometry";
import type { view } from "../api";
import { type DraftFieldKind, fieldKind, rectOf } from "../review/draftFields";

/** A PDF in its place. `key` stays with it wherever it moves. */
export interface PlanPart {
  key: string;
  path: string;
  /** Its bookmark in the package. */
  name: string;
  copy: boolean;
  /** The pages to take, "1-3, 7"; all when empty. */
  pages: string;
  password: string;
  /** How many passwords were given. */
  tries: number;
}

/** A place for a mark. It belongs to its part and moves with it; `page` counts within the part. */
export interface PlanField {
  id: string;
  part: string;
  page: number;
  kind: DraftFieldKind;
  signer: string;
  rect: Rect;
}

/** A draft as it is being put together. */
export interface Plan {
  title: string;
  replaces: string;
  parts: readonly PlanPart[];
  /** Parts of the last draft that are not in the work file any more. */
  missing: readonly string[];
  stamps: view.Stamps;
  signers: readonly string[];
  inOrder: boolean;
  fields: readonly PlanField[];
  final: boolean;
  /** How many things were ever added, for keys. */
  made: number;
}

export type PlanAct =
  | { do: "add-parts"; files: readonly Pick<view.PartChoice, "path" | "name">[] }
  | { do: "remove-part"; key: string }
  | { do: "move-part"; key: string; to: number }
  | {
      do: "change-part";
      key: string;
      change: Partial<Pick<PlanPart, "name" | "copy" | "pages" | "password">>;
    }
  | { do: "add-signer"; id: string }
  | { do: "remove-signer"; id: string }
  | { do: "move-signer"; id: string; to: number }
  | { do: "add-fields"; fields: readonly Omit<PlanField, "id">[] }
  | { do: "change-field"; id: string; change: Partial<Pick<PlanField, "rect" | "signer">> }
  | { do: "remove-field"; id: string }
  | { do: "change"; change: Partial<Pick<Plan, "title" | "stamps" | "inOrder" | "final">> };

/** Starts from the last draft: its parts as they are on the share now, its signers, and its fields. */
export function newPlan(sheet: view.AssembleSheet): Plan {
  const parts = sheet.parts.map(
    (part, i): PlanPart => ({
      key: `p${i}`,
      path: part.path,
      name: part.title || withoutEnding(part.name),
      copy: part.copy,
      pages: part.pages,
      password: "",
      tries: 0,
    }),
  );
  const fields = sheet.fields.flatMap((field, i): PlanField[] => {
    const part = parts[field.part - 1];
    if (!part) return [];
    const { page, kind, signer } = field;
    return [
      {
        id: `f${parts.length + i}`,
        part: part.key,
        page,
        kind: fieldKind(kind),
        signer,
        rect: rectOf(field),
      },
    ];
  });
  return {
    title: sheet.title,
    replaces: sheet.replaces,
    parts,
    missing: sheet.missing,
    stamps: sheet.stamps,
    signers: sheet.chosen,
    inOrder: sheet.inOrder,
    fields,
    final: sheet.final,
    made: parts.length + sheet.fields.length,
  };
}

function withoutEnding(file: string): string {
  return file.replace(/\.(pdf|jpe?g|png|tiff?|webp)$/i, "");
}

export function planned(plan: Plan, act: PlanAct): Plan {
  switch (act.do) {
    case "add-parts": {
      const parts = act.files.map((file, i) => ({
        key: `p${plan.made + i}`,
        path: file.path,
        name: withoutEnding(file.name),
        copy: false,
        pages: "",
        password: "",
        tries: 0,
      }));
      return { ...plan, parts: [...plan.parts, ...parts], made: plan.made + parts.length };
    }
    case "remove-part":
      return {
        ...plan,
        parts: plan.parts.filter((p) => p.key !== act.key),
        fields: plan.fields.filter((f) => f.part !== act.key),
      };
    case "move-part":
      return { ...plan, parts: moved(plan.parts, (p) => p.key === act.key, act.to) };
    case "change-part":
      return {
        ...plan,
        parts: plan.parts.map((p) =>
          p.key === act.key
            ? { ...p, ...act.change, tries: p.tries + (act.change.password === undefined ? 0 : 1) }
            : p,
        ),
      };
    case "change":
      return { ...plan, ...act.change };
    default:
      return signing(plan, act);
  }
}

type SigningAct = Extract<
  PlanAct,
  { do: "add-signer" | "remove-signer" | "move-signer" | "add-fields" | "change-field" | "remove-field" }
>;

function signing(plan: Plan, act: SigningAct): Plan {
  switch (act.do) {
    case "add-signer":
      return plan.signers.includes(act.id) ? plan : { ...plan, signers: [...plan.signers, act.id] };
    case "remove-signer":
      return {
        ...plan,
        signers: plan.signers.filter((s) => s !== act.id),
        fields: plan.fields.filter((f) => f.signer !== act.id),
      };
    case "move-signer":
      return { ...plan, signers: moved(plan.signers, (s) => s === act.id, act.to) };
    case "add-fields": {
      const fields = act.fields.map((field, i) => ({ ...field, id: `f${plan.made + i}` }));
      return { ...plan, fields: [...plan.fields, ...fields], made: plan.made + fields.length };
    }
    case "change-field":
      return { ...plan, fields: plan.fields.map((f) => (f.id === act.id ? { ...f, ...act.change } : f)) };
    case "remove-field":
      return { ...plan, fields: plan.fields.filter((f) => f.id !== act.id) };
  }
}

/** The list with one of its things at another place, kept within the list. */
function moved<T>(list: readonly T[], isIt: (thing: T) => boolean, to: number): readonly T[] {
  const from = list.findIndex(isIt);
  if (from < 0) return list;
  const rest = list.filter((_, i) => i !== from);
  const at = Math.min(Math.max(to, 0), rest.length);
  return [...rest.slice(0, at), ...list.slice(from, from + 1), ...rest.slice(at)];
}

/** The order as Go takes it. Fields name their part by its place, from 1. */
export function orderOf(plan: Plan, engagement: string): view.AssembleOrder {
  const place = (key: string) => plan.parts.findIndex((p) => p.key === key) + 1;
  const parts = plan.parts.map(({ path, name, copy, pages, password }) => ({
    path,
    name,
    copy,
    pages: pages.trim(),
    password,
  }));
  const fields = plan.fields.map(({ id, kind, signer, part, page, rect: [x0, y0, x1, y1] }) => ({
    id,
    kind,
    signer,
    part: place(part),
    page,
    x: x0,
    y: y0,
    w: tenth(x1 - x0),
    h: tenth(y1 - y0),
  }));
  return {
    engagement,
    title: plan.title.trim(),
    replaces: plan.replaces,
    parts: parts as view.PartOrder[],
    stamps: plan.stamps,
    signers: [...plan.signers],
    inOrder: plan.inOrder,
    fields,
    final: plan.final,
    submit: true,
  };
}

function tenth(n: number): number {
  return Math.round(n * 10) / 10;
}
