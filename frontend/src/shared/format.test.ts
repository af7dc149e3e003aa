import { describe, expect, test } from "vitest";
import * as f from "./format";

const now = new Date("2026-03-03T19:40:00Z");
const zone = "America/New_York";

describe("dates", () => {
  test("a calendar day never slips with the reader's zone", () => {
    expect(f.shortDate("2026-03-06", now, "Pacific/Honolulu")).toBe("Mar 6");
    expect(f.shortDate("2026-03-06", now, "Pacific/Auckland")).toBe("Mar 6");
    expect(f.weekdayDate("2026-03-06")).toBe("Friday, Mar 6");
  });

  test("another year is said", () => {
    expect(f.shortDate("2025-08-14", now, zone)).toBe("Aug 14, 2025");
  });

  test.each([
    ["2026-03-03T19:28:00Z", "2:28 PM"],
    ["2026-03-03T04:59:00Z", "Yesterday"],
    ["2026-03-03T05:00:00Z", "12:00 AM"],
    ["2026-02-27T15:00:00Z", "Feb 27"],
    ["2026-03-03", "Today"],
  ])("in a list, %s reads %s", (when, words) => {
    expect(f.listTime(when, now, zone)).toBe(words);
  });

  test("a stamp has its zone, on both sides of the change to summer time", () => {
    expect(f.stamp("2026-03-12T13:18:00Z", zone)).toBe("Thursday, March 12, 2026, 9:18 AM EDT");
    expect(f.stamp("2026-03-05T14:18:00Z", zone)).toBe("Thursday, March 5, 2026, 9:18 AM EST");
  });

  test("days between count across summer time", () => {
    expect(f.daysBetween("2026-03-03", "2026-03-16")).toBe(13);
    expect(f.daysBetween("2026-03-16", "2026-03-03")).toBe(-13);
  });

  test("a receipt says its day and time", () => {
    expect(f.dayAndTime("2026-03-03T19:41:00Z", now, zone)).toBe("today at 2:41 PM");
    expect(f.dayAndTime("2026-03-02T14:02:00Z", now, zone)).toBe("yesterday at 9:02 AM");
  });

  test.each([
    [0, "0 s"],
    [59_000, "59 s"],
    [61_000, "1 min"],
    [3_700_000, "1 h"],
    [200_000_000, "2 d"],
    [-5, "0 s"],
  ])("%d ms is %s", (ms, words) => {
    expect(f.span(ms)).toBe(words);
  });
});

describe("figures", () => {
  test.each([
    [0, "0 B"],
    [421_888, "412 KB"],
    [2_516_582, "2.4 MB"],
    [52_428_800, "50 MB"],
    [1_048_575, "1.0 MB"],
    [3_221_225_472, "3.0 GB"],
  ])("%d bytes are %s", (bytes, words) => {
    expect(f.fileSize(bytes)).toBe(words);
  });

  test("a part is told in the unit of the whole", () => {
    expect(f.sizeOf(1_572_864, 2_516_582)).toBe("1.5 of 2.4 MB");
    expect(f.sizeOf(0, 421_888)).toBe("0 of 412 KB");
  });

  test("one thing is not many", () => {
    expect(f.count(1, "file")).toBe("1 file");
    expect(f.count(0, "file")).toBe("0 files");
    expect(f.count(1284, "reply", "replies")).toBe("1,284 replies");
  });

  test("a loss has a true minus sign", () => {
    expect(f.dollars(-12_000)).toBe("\u2212$120");
    expect(f.dollars(8_690_550)).toBe("$86,905.50");
    expect(f.wholeNumber(-9)).toBe("\u22129");
  });

  test("names are joined as people say them", () => {
    expect(f.list(["Tom"])).toBe("Tom");
    expect(f.list(["Tom", "Priya", "Dana"])).toBe("Tom, Priya and Dana");
  });
});
