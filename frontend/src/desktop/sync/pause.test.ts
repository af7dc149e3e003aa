import { expect, test } from "vitest";
import { bytesOf, pauseUntil } from "./pause";

test("an hour is an hour, also where the clocks are set", () => {
  const now = new Date("2026-03-08T06:30:00Z"); // half an hour before New York's clocks go forward
  expect(pauseUntil("hour", now)).toBe("2026-03-08T07:30:00.000Z");
});

test("tomorrow is the next day at eight, by the calendar of this computer", () => {
  const until = new Date(pauseUntil("morning", new Date(2026, 11, 31, 23, 59)));
  expect([
    until.getFullYear(),
    until.getMonth(),
    until.getDate(),
    until.getHours(),
    until.getMinutes(),
  ]).toEqual([2027, 0, 1, 8, 0]);
});

test("until somebody resumes has no time", () => expect(pauseUntil("resumed", new Date())).toBe(""));

test("a limit is a whole number of kilobytes, or nothing", () => {
  expect(["", " 500 ", "0", "12.5", "-4", "many"].map(bytesOf)).toEqual([
    0,
    500_000,
    0,
    undefined,
    undefined,
    undefined,
  ]);
});
