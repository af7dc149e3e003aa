import { count } from "#/shared/format";
import type { view } from "../api";
import { readPages, takenOf } from "./pages";
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
    ...plan.parts.flatMap((part) => leftOut(part, plan, checks.get(part.key))),
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
    const taken = takenOf(part, checks.get(part.key)?.check);
    if (!taken) return null;
    sum += taken.length;
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
  const taken = takenOf(part, check);
  const matters = ({ severity, page }: view.Finding) =>
    severity === "block" || page === 0 || !taken || taken.includes(page);
  const found = check.findings.filter(matters).map((finding, i): Found => {
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

/** What is wrong with the pages to take, and fields on pages that are left out. */
function leftOut(part: PlanPart, plan: Plan, checked: Checked | undefined): Found[] {
  const count = checked?.check?.pages;
  if (!count) return [];
  const { pages, wrong } = readPages(part.pages, count);
  const about = { part: part.key, detail: part.name, state: "stop" as const, help: "show" as const };
  if (!pages) return [{ ...about, code: `${part.key} pages`, words: wrong }];
  const stranded = plan.fields.find((f) => f.part === part.key && !pages.includes(f.page));
  if (!stranded) return [];
  const words = `A field is on page ${stranded.page}, which is left out`;
  return [{ ...about, code: `${part.key} stranded`, words, page: stranded.page }];
}

/** The authorisation of e-filing in the package, or "". */
export function efileOf(plan: Plan, checks: ReadonlyMap<string, Checked>): string {
  return plan.parts.map((part) => efileIn(part, checks.get(part.key))).find(Boolean) ?? "";
}

/** The form in the pages of a part that are taken, or "". */
function efileIn(part: PlanPart, checked: Checked | undefined): string {
  const check = checked?.check;
  if (!check?.efile) return "";
  const taken = takenOf(part, check);
  const there =
    check.efilePages.length === 0 || !taken || check.efilePages.some((page) => taken.includes(page));
  return there ? check.efile : "";
}

function efile(plan: Plan, checks: ReadonlyMap<string, Checked>): Found[] {
  return plan.parts.flatMap((part): Found[] => {
    const form = efileIn(part, checks.get(part.key));
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
  const found: Found[] = plan.missing.map((name) => ({
    code: `missing ${name}`,
    state: "look",
    words: "A part of the last draft is not in the work file any more",
    detail: name,
  }));
  if (plan.parts.length === 0) return found;
  const pages = pagesOf(plan, checks);
  const twice = plan.parts.filter((part, i) =>
    plan.parts.slice(0, i).some((other) => shares(part, other, checks)),
  );
  found.push(
    ...twice.map((part) => ({
      code: `${part.key} twice`,
      state: "look" as const,
      words: part.pages ? "Pages of this file are in twice" : "The same file is in twice",
      detail: part.name,
      part: part.key,
      help: "remove" as const,
    })),
  );
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

/** Whether two parts take a page of one file. */
function shares(part: PlanPart, other: PlanPart, checks: ReadonlyMap<string, Checked>): boolean {
  if (part.path !== other.path) return false;
  const taken = takenOf(part, checks.get(part.key)?.check);
  const before = takenOf(other, checks.get(other.key)?.check);
  return !taken || !before || taken.some((page) => before.includes(page));
}
