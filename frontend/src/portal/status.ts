import { type PathStatus, path, type Status } from "#/shared/status";
import type { Work } from "./api.gen";

const drawn: Record<Work["status"], Status> = {
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

/** How a status of the API is drawn. */
export function drawnStatus(status: Work["status"]): Status {
  return drawn[status];
}

/** The step of the six, or nothing for what lies on top of them. */
export function stepOf(status: Work["status"]): PathStatus | undefined {
  return path.find((step) => step === drawn[status]);
}
