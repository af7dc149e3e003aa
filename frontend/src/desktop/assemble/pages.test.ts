import { describe, expect, test } from "vitest";
import { readPages } from "./pages";

describe("pages as people write them", () => {
  test.each<[string, number[]]>([
    ["", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["1-3, 7", [1, 2, 3, 7]],
    ["7,1–3", [7, 1, 2, 3]],
    [" 2 ; 4 - 5 ,", [2, 4, 5]],
    ["2, 8-", [2, 8, 9]],
  ])("%s", (text, pages) => {
    expect(readPages(text, 9)).toEqual({ pages });
  });

  test.each<[string, string]>([
    ["x", "“x” is not a page"],
    ["1,,2", "“” is not a page"],
    ["0", "“0” is not a page"],
    ["1-2-3", "“1-2-3” is not a page"],
    ["3-1", "runs backwards"],
    ["3-12", "no page 12"],
    ["10-", "no page 10"],
    ["2, 1-3", "Page 2 is named twice"],
    ["7-, 2", "“7-” goes to the last page"],
  ])("%s is explained", (text, says) => {
    expect(readPages(text, 9).wrong).toContain(says);
  });

  test("a file of one page is spoken of as one", () => {
    expect(readPages("2", 1).wrong).toBe("It has 1 page, so there is no page 2.");
  });
});
