// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { type Suggestion, suggestions, type Words, wordsOf } from "./suggest";

const line = (text: string, x: number, y = 100): Words => ({ text, x, y, width: text.length * 5, height: 9 });

describe("places to sign, by their labels", () => {
  test.each([
    "Your signature",
    "Spouse’s signature",
    "Taxpayer's signature ▶",
    "Officer’s signature:",
    "Signature",
    "YOUR PEN AND INK SIGNATURE",
    "Signature of officer",
  ])("“%s” with a date on its line is one", (label) => {
    expect(suggestions([line(label, 40), line("Date", 400)], 1, 612).map((s) => s.kind)).toEqual([
      "signature",
      "date",
    ]);
  });

  test.each([
    ["running text", "I understand that my signature is needed on this form and that it binds me"],
    ["the firm's own line", "ERO’s signature"],
    ["the preparer's line", "Preparer’s signature"],
    ["a heading", "Signature Authorization"],
  ])("%s is none", (_, text) => {
    expect(suggestions([line(text, 40), line("Date", 450)], 1, 612)).toEqual([]);
  });

  test("a label without a date on its line, or without room before it, is none", () => {
    expect(suggestions([line("Your signature", 40), line("Date", 400, 140)], 1, 612)).toEqual([]);
    expect(suggestions([line("Your signature", 40), line("Date", 150)], 1, 612)).toEqual([]);
  });

  test("a spouse's line is the second signer's; the box ends before the date", () => {
    const [place] = suggestions([line("Spouse’s signature", 40), line("Date", 300)], 4, 612);
    expect(place).toMatchObject({ page: 4, who: "second" });
    expect(place?.rect[0]).toBeGreaterThan(130);
    expect(place?.rect[2]).toBeLessThan(300);
  });
});

const corpus = process.env.TIEOUT_CORPUS ?? join(import.meta.dirname, "../../../../../shared/corpus");
const missing = !existsSync(corpus);
if (missing && process.env.CI === "true") throw new Error(`CI needs the corpus at ${corpus}`);

describe.skipIf(missing)("places on real forms", () => {
  test.each([
    // The spouse's label of a 1040 runs on in a sentence up to the date; a person places that one.
    ["prefilled-f1040.pdf", 2, ["first", "first"]],
    ["irs-f8879.pdf", 1, ["first", "first", "second", "second"]],
    ["irs-fw9-a.pdf", 6, []],
  ])("%s", async (name, pages, who) => {
    const found: Suggestion[] = [];
    const document = await getDocument({
      data: new Uint8Array(readFileSync(join(corpus, name))),
      verbosity: 0,
    }).promise;
    for (let number = 1; number <= pages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      found.push(...suggestions(wordsOf(items), number, 612));
    }
    expect(found.map((s) => s.who)).toEqual(who);
  });
});
