import type { Status } from "#/shared/status";
import type { SegmentTone } from "#/ui/SegmentedBar";

const signs: Record<string, Status> = {
  waiting: "waiting",
  preparation: "preparing",
  review: "reviewing",
  ready: "ready",
  signature: "signing",
  complete: "complete",
  "on-hold": "held",
  "on-extension": "extended",
  withdrawn: "withdrawn",
};

/** The sign and colour of a status code that Go uses. An unknown one, from a newer Tieout, is drawn as paused. */
export function sign(code: string): Status {
  return signs[code] ?? "held";
}

/** The colour of its segment in a bar. */
export function tone(code: string): SegmentTone {
  const status = sign(code);
  if (status === "held" || status === "withdrawn") return "paused";
  return status === "extended" ? "preparing" : status;
}
