import { describe, expect, test } from "vitest";
import type { view } from "../api";
import { newPlan, orderOf, type Plan, type PlanAct, planned } from "./plan";

const sheet = {
  title: "2025 Form 1120-S",
  replaces: "d2",
  stamps: { pageNumbers: true, bates: "", batesStart: 1 },
  parts: ["Return.pdf", "K-1.pdf", "Letter.PDF"].map((name) => ({
    path: `Out/${name}`,
    name,
    title: "",
    pages: "",
    copy: false,
  })),
  missing: [] as string[],
  fields: [] as view.FieldBox[],
  chosen: [] as string[],
  inOrder: false,
  final: true,
} as view.AssembleSheet;

const having = (...acts: PlanAct[]): Plan => acts.reduce(planned, newPlan(sheet));
const names = (plan: Plan) => plan.parts.map((p) => p.name);
const [first = "", second = ""] = newPlan(sheet).parts.map((p) => p.key);
const field = (part: string, signer: string) => ({
  part,
  signer,
  page: 2,
  kind: "signature" as const,
  rect: [10, 20, 110.04, 38] as const,
});

describe("a draft being put together", () => {
  test("begins with the parts of the last one, named without their ending", () => {
    expect(names(newPlan(sheet))).toEqual(["Return", "K-1", "Letter"]);
  });

  test.each<[number, string[]]>([
    [1, ["K-1", "Return", "Letter"]],
    [2, ["K-1", "Letter", "Return"]],
    [99, ["K-1", "Letter", "Return"]],
    [-1, ["Return", "K-1", "Letter"]],
  ])("a part moved to %i stays in the list", (to, expected) => {
    expect(names(having({ do: "move-part", key: first, to }))).toEqual(expected);
  });

  test("fields go with their part, wherever it moves and when it leaves", () => {
    const placed = having(
      { do: "add-fields", fields: [field(second, "ines")] },
      { do: "move-part", key: second, to: 0 },
    );
    expect(orderOf(placed, "e").fields).toEqual([
      { id: "f3", kind: "signature", signer: "ines", part: 1, page: 2, x: 10, y: 20, w: 100, h: 18 },
    ]);
    expect(planned(placed, { do: "remove-part", key: second }).fields).toEqual([]);
  });

  test("a signer who leaves takes the fields along; nobody signs twice", () => {
    const plan = having(
      { do: "add-signer", id: "ines" },
      { do: "add-signer", id: "ines" },
      { do: "add-signer", id: "paul" },
      { do: "add-fields", fields: [field(first, "ines"), field(first, "paul")] },
      { do: "remove-signer", id: "ines" },
    );
    expect(plan.signers).toEqual(["paul"]);
    expect(plan.fields.map((f) => f.signer)).toEqual(["paul"]);
  });

  test("keys are never given twice, so that a file may be in twice", () => {
    const plan = having(
      { do: "remove-part", key: first },
      { do: "add-parts", files: [{ path: "Out/K-1.pdf", name: "K-1.pdf" }] },
    );
    expect(new Set(plan.parts.map((p) => p.key)).size).toBe(3);
  });

  test("a second password counts as another try", () => {
    const plan = having(
      { do: "change-part", key: first, change: { password: "a" } },
      { do: "change-part", key: first, change: { password: "b" } },
      { do: "change-part", key: first, change: { copy: true } },
    );
    expect(plan.parts[0]).toMatchObject({ password: "b", tries: 2, copy: true });
  });

  test("the order goes to review at once and says what it replaces", () => {
    expect(orderOf(newPlan(sheet), "e")).toMatchObject({
      engagement: "e",
      replaces: "d2",
      submit: true,
      final: true,
    });
  });
});
