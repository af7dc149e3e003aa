import type { view } from "../api";
import type { Fake } from "./bridge";
import { check, ines, kestrel, page, paul, row } from "./drafts";
import { at, done } from "./words";

function publishSheet(id: string, state: string): view.PublishSheet {
  const stopped = state === "efile";
  return {
    draft: { ...page(id, state), efile: stopped ? "8879" : "" },
    recipients: [ines, paul],
    to: ["ines", "paul"],
    replaces: [{ id: "old", label: "2025 Form 1120-S, draft 1", detail: "Out since Feb 26" }],
    checks: [
      check("exact", "Exactly what Dana approved", "Draft 2, 21 pages, seal 9f3c·a1e7, 3:05 PM"),
      check("fields", "Every signer has a field and a date"),
      check("landscape", "Page 13 is landscape", "Its stamps run along the long edge.", "look", 13),
    ],
    label: "Publish to Ines for signature",
    explain:
      "Saves the package in For signature, moves the status to Out for signature and tells Ines. Reminders on day 3, 6 and 9.",
    stop: stopped ? "Form 8879 authorises e-filing and cannot be signed remotely yet." : "",
    print: stopped,
  };
}

/** Publishing, and what is out for signature. Beside the usual states: "efile" (a form that cannot be signed remotely). */
export function publishFake(state: string): Fake {
  return {
    publishQueue: () => ({ rows: state === "empty" ? [] : [page("p1", state)] }),
    publishSheet: (_, id) => publishSheet(id, state),
    publishDraft: () => done("Published to Ines."),
    remindSigner: () => done("Ines was reminded."),
    withdrawDeliverable: () => done("Withdrawn."),
  };
}

/** The engagement's own list of drafts and of what left, for the pages that read them there. */
export const kestrelLists: Pick<view.EngagementPage, "drafts" | "deliverables"> = {
  drafts: [row("k1", kestrel, { state: "superseded" }), row("k2", kestrel, { number: 2 })],
  deliverables: [
    {
      id: "d-s1",
      draft: "s1",
      title: "2025 Form 1120-S",
      state: "out",
      words: "1 of 2 signed · opened 9:40 AM",
      moment: at("Mar 3"),
      pages: 21,
      signers: [
        { ...ines, state: "signed", words: "signed 2:41 PM" },
        { ...paul, state: "next", words: "opened yesterday" },
      ],
      url: "",
      filed: "",
      why: "",
      pending: false,
      can: ["remind-signer", "withdraw-deliverable"],
    },
  ],
};
