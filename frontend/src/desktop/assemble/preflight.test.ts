import { describe, expect, test } from "vitest";
import { ApiError } from "../ApiError";
import type { view } from "../api";
import { newPlan, type Plan, planned } from "./plan";
import { pagesOf, preflight } from "./preflight";
import type { Checked } from "./queries";

const sheet = {
  title: "Return",
  parts: [{ path: "a.pdf", name: "a.pdf", title: "", pages: "", copy: false }],
  missing: [] as string[],
  fields: [] as view.FieldBox[],
  chosen: [] as string[],
  stamps: {},
} as view.AssembleSheet;
const ines = { id: "ines", name: "Ines Marchetti" } as view.Person;
const again = () => undefined;

const read = (more: Partial<view.PartCheck> = {}): Checked => ({
  check: {
    path: "a.pdf",
    name: "a.pdf",
    pages: 3,
    sizes: [],
    efile: "",
    efilePages: [],
    signed: false,
    blocked: false,
    password: false,
    findings: [],
    fields: [],
    ...more,
  },
  again,
});
const found = (checked: Checked, plan: Plan = newPlan(sheet)) =>
  preflight(plan, new Map(plan.parts.map((p) => [p.key, checked])), [ines]).map(
    (f) => `${f.state}: ${f.words}`,
  );

const taking = (pages: string) =>
  planned(newPlan(sheet), { do: "change-part", key: newPlan(sheet).parts[0]?.key ?? "", change: { pages } });
const signing = planned(newPlan(sheet), { do: "add-signer", id: "ines" });
const withField = (kind: "signature" | "date", plan: Plan) =>
  planned(plan, {
    do: "add-fields",
    fields: [{ part: plan.parts[0]?.key ?? "", page: 1, kind, signer: "ines", rect: [0, 0, 9, 9] }],
  });

describe("what is found before a draft is made", () => {
  test.each<[string, Checked, Plan, string[]]>([
    ["a sound part", read(), newPlan(sheet), ["ok: Only these 3 pages leave the share"]],
    ["a part still read says nothing", { again }, newPlan(sheet), []],
    [
      "a file that is gone",
      { again, error: new ApiError("share", "It is not there.", "") },
      newPlan(sheet),
      ["stop: It is not there."],
    ],
    [
      "a locked file",
      read({ password: true, blocked: true, pages: 0 }),
      newPlan(sheet),
      ["stop: It asks for a password"],
    ],
    [
      "a signed file",
      read({
        blocked: true,
        findings: [{ code: "signed", severity: "block", page: 0, message: "It is signed." }],
      }),
      newPlan(sheet),
      ["stop: It is signed.", "ok: Only these 3 pages leave the share"],
    ],
    [
      "what stops comes before what is worth a look",
      read({
        findings: [
          { code: "x", severity: "ask", page: 2, message: "Has scripts." },
          { code: "y", severity: "block", page: 0, message: "Is broken." },
        ],
      }),
      newPlan(sheet),
      ["stop: Is broken.", "look: Has scripts.", "ok: Only these 3 pages leave the share"],
    ],
    [
      "a signer without a place",
      read(),
      signing,
      ["stop: Ines Marchetti has no place to sign", "ok: Only these 3 pages leave the share"],
    ],
    [
      "a signer without a date",
      read(),
      withField("signature", signing),
      ["look: Ines Marchetti signs without a date", "ok: Only these 3 pages leave the share"],
    ],
    [
      "a signer with both",
      read(),
      withField("date", withField("signature", signing)),
      ["ok: Every signer has a field and a date", "ok: Only these 3 pages leave the share"],
    ],
    ["pages that are not there", read(), taking("2-9"), ["stop: It has 3 pages, so there is no page 9."]],
    [
      "a field on a page that is left out, and a finding there",
      read({ findings: [{ code: "x", severity: "ask", page: 1, message: "Has scripts." }] }),
      withField("date", withField("signature", planned(taking("2-3"), { do: "add-signer", id: "ines" }))),
      [
        "stop: A field is on page 1, which is left out",
        "ok: Every signer has a field and a date",
        "ok: Only these 2 pages leave the share",
      ],
    ],
    [
      "an e-file authorisation on a page that is left out",
      read({ efile: "8879", efilePages: [1] }),
      taking("2-3"),
      ["ok: Only these 2 pages leave the share"],
    ],
    [
      "an e-file authorisation that nobody signs here",
      read({ efile: "8879" }),
      newPlan(sheet),
      ["look: Form 8879 is signed on paper or in your office", "ok: Only these 3 pages leave the share"],
    ],
    [
      "an e-file authorisation with a signer",
      read({ efile: "8879" }),
      withField("date", withField("signature", signing)),
      [
        "stop: Form 8879 cannot be signed through the portal",
        "ok: Every signer has a field and a date",
        "ok: Only these 3 pages leave the share",
      ],
    ],
  ])("%s", (_, checked, plan, expected) => {
    expect(found(checked, plan)).toEqual(expected);
  });

  test("the same file twice is worth a look", () => {
    const twice = planned(newPlan(sheet), { do: "add-parts", files: sheet.parts });
    expect(found(read(), twice)).toContain("look: The same file is in twice");
  });

  test("the length is not known until every part is read", () => {
    const plan = newPlan(sheet);
    expect(pagesOf(plan, new Map())).toBeNull();
    expect(pagesOf(plan, new Map([[plan.parts[0]?.key ?? "", read()]]))).toBe(3);
  });
});
