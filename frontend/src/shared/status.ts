/** Where an engagement stands. The words are the trade's; clients read others. */
export type Status =
  | "waiting"
  | "preparing"
  | "reviewing"
  | "ready"
  | "signing"
  | "complete"
  | "held"
  | "extended"
  | "withdrawn";

/** The six a normal engagement walks through, in order. */
export const path = [
  "waiting",
  "preparing",
  "reviewing",
  "ready",
  "signing",
  "complete",
] as const satisfies readonly Status[];

export type PathStatus = (typeof path)[number];

export type Reader = "office" | "client";

const office: Record<Status, string> = {
  waiting: "Waiting on information",
  preparing: "In preparation",
  reviewing: "In review",
  ready: "Ready for delivery",
  signing: "Out for signature",
  complete: "Complete",
  held: "On hold",
  extended: "On extension",
  withdrawn: "Withdrawn",
};

const client: Record<Status, string> = {
  waiting: "Waiting for you",
  preparing: "In preparation",
  reviewing: "In review",
  ready: "Nearly ready",
  signing: "Ready for you to sign",
  complete: "Complete",
  held: "Paused, we’ll be in touch",
  extended: "Extended",
  withdrawn: "Closed",
};

/** The words for a status. `until` is a day in words, for extensions: "Extended to Sep 15". */
export function statusWords(status: Status, reader: Reader = "office", until?: string): string {
  const words = (reader === "client" ? client : office)[status];
  return status === "extended" && until ? `${words} to ${until}` : words;
}

/** Whose turn it is: dashed rings belong to the client, solid ones to the office. */
export function heldByClient(status: Status): boolean {
  return status === "waiting" || status === "signing";
}

/** The colour token of a status. */
export function statusTone(status: Status): PathStatus | "paused" {
  return status === "held" || status === "withdrawn"
    ? "paused"
    : status === "extended"
      ? "preparing"
      : status;
}
