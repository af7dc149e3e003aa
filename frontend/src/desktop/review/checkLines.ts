import type { view } from "../api";
import type { CheckLine } from "./Checklist";

/** Go's checks as lines; one about a page offers to show it. */
export function checkLines(checks: readonly view.Check[], show: (page: number) => void): CheckLine[] {
  return checks.map((check, place) => ({
    code: `${check.code} ${check.page} ${place}`,
    words: check.words,
    detail: check.detail,
    state: check.state === "stop" || check.state === "look" ? check.state : "ok",
    act: check.page > 0 ? { label: "Show", onPress: () => show(check.page) } : undefined,
  }));
}

/** "1 to look at · 6 passed" */
export function tally(lines: readonly CheckLine[]): string {
  const of = (state: CheckLine["state"]) => lines.filter((l) => l.state === state).length;
  const words = [
    of("stop") > 0 && `${of("stop")} to fix`,
    of("look") > 0 && `${of("look")} to look at`,
    of("ok") > 0 && `${of("ok")} passed`,
  ];
  return words.filter(Boolean).join(" · ");
}
