import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { go, useHashPath, useHashSearch } from "./location";

beforeEach(() => {
  vi.useFakeTimers();
  go("/start");
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

const place = () => renderHook(() => ({ path: useHashPath()[0], search: useHashSearch() }));

test("path and search both live after the #", () => {
  const { result } = place();
  act(() => go("/engagements?view=mine"));
  expect(result.current).toEqual({ path: "/engagements", search: "view=mine" });
  expect(location.hash).toBe("#/engagements?view=mine");
});

test("a search alone keeps the path, and can be emptied", () => {
  const { result } = place();
  act(() => go("/today"));
  act(() => go("?at=a1", { replace: true }));
  expect(result.current).toEqual({ path: "/today", search: "at=a1" });
  act(() => go("?", { replace: true }));
  expect(result.current).toEqual({ path: "/today", search: "" });
});

test("a held-down key shows each row at once but writes the address rarely", () => {
  const write = vi.spyOn(history, "replaceState");
  const { result } = place();
  act(() => go("/today"));
  for (let row = 0; row < 300; row++) act(() => go(`?at=a${row}`, { replace: true }));
  expect(result.current.search).toBe("at=a299");
  vi.runAllTimers();
  expect(location.hash).toBe("#/today?at=a299");
  expect(write.mock.calls.length).toBeLessThan(5);
});

test("going elsewhere keeps what was chosen for the way back", () => {
  act(() => go("/today"));
  act(() => go("?at=a7", { replace: true }));
  act(() => go("/engagements/acme"));
  expect(location.hash).toBe("#/engagements/acme");
  vi.runAllTimers();
  expect(location.hash).toBe("#/engagements/acme");
});
