import type { Tie } from "#/shared/TieMark";

/** The sign of a tie as Go names it; what stays in the office is as private as a private folder. */
export function tieSign(tie: string, percent = 0): Tie {
  switch (tie) {
    case "tied":
    case "settle":
    case "open":
    case "held":
    case "withdrawn":
    case "client-only":
    case "private":
      return { kind: tie };
    case "office":
      return { kind: "private" };
    case "moving":
      return { kind: "moving", percent };
    default:
      return { kind: "waiting" };
  }
}
