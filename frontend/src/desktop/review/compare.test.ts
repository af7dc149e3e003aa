import { describe, expect, test } from "vitest";
import { compare, type Difference, type PageWords } from "./compare";

const nothing: Difference = { changed: [], added: [], removed: 0, unread: [] };

describe("pages that differ between two drafts", () => {
  test.each<[string, PageWords[], PageWords[], Partial<Difference>]>([
    ["the same pages", ["a", "b"], ["a", "b"], {}],
    ["one page with other words", ["a", "b", "c"], ["a", "x", "c"], { changed: [2] }],
    ["a page put in shifts the others and changes none", ["a", "b"], ["a", "new", "b"], { added: [2] }],
    ["a page taken out", ["a", "b", "c"], ["a", "c"], { removed: 1 }],
    ["a page replaced by two", ["a", "b", "c"], ["a", "x", "y", "c"], { changed: [2], added: [3] }],
    ["pages at the end", ["a"], ["a", "b", "c"], { added: [2, 3] }],
    ["everything else", ["a", "b"], ["x"], { changed: [1], removed: 1 }],
    ["from nothing", [], ["a"], { added: [1] }],
    ["a scan says nothing of itself", ["a", null, "c"], ["a", null, "c"], { unread: [2] }],
    ["a scan in place of words is not called changed", ["a", "b", "c"], ["a", null, "c"], { unread: [2] }],
    ["words in place of a scan", ["a", null, "c"], ["a", "b", "c"], { changed: [2] }],
  ])("%s", (_, older, newer, expected) => {
    expect(compare(older, newer)).toEqual({ ...nothing, ...expected });
  });
});
