import { count } from "#/shared/format";
import type { view } from "../api";
import type { Plan, PlanPart } from "./plan";
import type { Checked } from "./queries";

/** Something found while a draft is put together. Only what was really looked at. */
export interface Found {
  code: string;
  state: "stop" | "look" | "ok";
  words: string;
  detail?: string;
  /** The part it is about, and the page within it (0 for all). */
  part?: string;
  page?: number;
  /** The signer it is about, and the field that is missing. */
  signer?: string;
  missing?: "signature" | "date";
  /** What helps: give a password, read again, show the page, take the part out, place the missing field. */
  help?: "password" | "again" | "show" | "remove" | "place";
}

type People = readonly view.Person[];

/** Everything worth knowing about a plan, what stops it first. */
export function preflight(plan: Plan, checks: ReadonlyMap<string, Checked>, people: People): Found[] {
  const found = [
    ...plan.parts.flatMap((part) => ofPart(part, checks.get(part.key))),
    ...efile(plan, checks),
    ...ofSigners(plan, people),
    ...ofWhole(plan, checks),
  ];
  const rank = { stop: 0, look: 1, ok: 2 };
  return found.sort((a, b) => rank[a.state] - rank[b.state]);
}

/** Pages of the whole package, or null while a part is not read or cannot be. */
export function pagesOf(plan: Plan, checks: ReadonlyMap<string, Checked>): number | null {
  let sum = 0;
  for (const part of plan.parts) {
    const pages = checks.get(part.key)?.check?.pages;
    if (!pages) return null;
    sum += pages;
  }
  return sum;
}

function ofPart(part: PlanPart, checked: Checked | undefined): Found[] {
  const about = { part: part.key, detail: part.name };
  if (checked?.error) {
    return [
      {
        code: `${part.key} error`,
        state: "stop",
        words: checked.error.message,
        part: part.key,
        detail: part.name,
        help: "again",
      },
    ];
  }
  const check = checked?.check;
  if (!check) return [];
  if (check.password) {
    const words = part.password ? "That password does not open it" : "It asks for a password";
    return [{ ...about, code: `${part.key} password`, state: "stop", words, help: "password" }];
  }
  const found = check.findings.map((finding, i): Found => {
    const stops = finding.severity === "block";
    return {
      ...about,
      code: `${part.key} ${finding.code} ${i}`,
      state: stops ? "stop" : "look",
      words: finding.message,
      page: finding.page,
      help: stops ? "remove" : finding.page > 0 ? "show" : undefined,
    };
  });
  if (check.blocked && !found.some((f) => f.state === "stop"))
    found.push({
      ...about,
      code: `${part.key} blocked`,
      state: "stop",
      words: "It cannot be used as a part",
      help: "remove",
    });
  return found;
}

/** The authorisation of e-filing in the package, or "". */
export function efileOf(plan: Plan, checks: ReadonlyMap<string, Checked>): string {
  return plan.parts.map((p) => checks.get(p.key)?.check?.efile ?? "").find(Boolean) ?? "";
}

function efile(plan: Plan, checks: ReadonlyMap<string, Checked>): Found[] {
  return plan.parts.flatMap((part): Found[] => {
    const form = checks.get(part.key)?.check?.efile;
    if (!form) return [];
    const about = { code: `${part.key} efile`, detail: part.name, part: part.key };
    if (plan.signers.length === 0)
      return [{ ...about, state: "look", words: `Form ${form} is signed on paper or in your office` }];
    return [
      { ...about, state: "stop", words: `Form ${form} cannot be signed through the portal`, help: "remove" },
    ];
  });
}

function ofSigners(plan: Plan, people: People): Found[] {
  const found = plan.signers.flatMap((id): Found[] => {
    const name = people.find((p) => p.id === id)?.name ?? "A signer";
    const place = { signer: id, help: "place" as const };
    const kinds = plan.fields.filter((f) => f.signer === id).map((f) => f.kind);
    if (!kinds.includes("signature"))
      return [
        {
          ...place,
          code: `${id} signature`,
          state: "stop",
          words: `${name} has no place to sign`,
          missing: "signature",
        },
      ];
    if (!kinds.includes("date"))
      return [
        {
          ...place,
          code: `${id} date`,
          state: "look",
          words: `${name} signs without a date`,
          missing: "date",
        },
      ];
    return [];
  });
  if (plan.signers.length > 0 && found.length === 0)
    found.push({ code: "signers", state: "ok", words: "Every signer has a field and a date" });
  return found;
}

function ofWhole(plan: Plan, checks: ReadonlyMap<string, Checked>): Found[] {
  if (plan.parts.length === 0) return [];
  const pages = pagesOf(plan, checks);
  const twice = plan.parts.filter((p, i) => plan.parts.findIndex((q) => q.path === p.path) < i);
  const found: Found[] = twice.map((part) => ({
    code: `${part.key} twice`,
    state: "look",
    words: "The same file is in twice",
    detail: part.name,
    part: part.key,
    help: "remove",
  }));
  if (pages === null) return found;
  if (plan.title.trim() === "") found.push({ code: "title", state: "stop", words: "The draft has no title" });
  found.push({
    code: "leaves",
    state: "ok",
    words: `Only ${pages === 1 ? "this page leaves" : `these ${count(pages, "page")} leave`} the share`,
    detail: "Everything else in the work file stays private",
  });
  return found;
}
