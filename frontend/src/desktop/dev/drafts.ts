import type { view } from "../api";
import type { Fake } from "./bridge";
import { at, done, person, priya, ref, tom } from "./words";

/* Drafts of the sample firm. The bytes under /files/ are not part of it: whoever looks at the sample serves them. */

export const kestrel = ref("kestrel", "Kestrel Marine Inc.", "2025 Form 1120-S", "review");
export const ines = person("ines", "Ines Marchetti", "President");
export const paul = person("paul", "Paul Marchetti", "Secretary");

export const row = (
  id: string,
  engagement: view.EngagementRef,
  more: Partial<view.DraftRow> = {},
): view.DraftRow => ({
  id,
  engagement,
  number: 1,
  title: engagement.title,
  state: "submitted",
  words: "sent to review by Tom",
  pages: 21,
  open: 0,
  answered: 0,
  moment: at("12:58 PM"),
  here: true,
  pending: false,
  strong: false,
  ...more,
});

const note = (
  n: number,
  page: number,
  y: number,
  text: string,
  more: Partial<view.ReviewNote> = {},
): view.ReviewNote => ({
  id: `n${n}`,
  number: n,
  page,
  x: 480,
  y,
  by: priya,
  moment: at("1:15 PM"),
  text,
  settled: false,
  answers: [],
  pending: false,
  ...more,
});

const notes: view.ReviewNote[] = [
  note(
    1,
    1,
    402,
    "Repairs are $27k above 2024. The ledger has a $24,800 pontoon rebuild on Aug 14. Expense or capitalize?",
    {
      answers: [
        {
          by: tom,
          moment: at("1:58 PM"),
          text: "Like-for-like decking, no betterment. Invoice is in Workpapers › Fixed assets, so I left it in repairs.",
        },
      ],
    },
  ),
  note(
    2,
    1,
    366,
    "Officer compensation ties to W-3 box 1 less the health add-back. Please confirm the $14,200.",
    {
      moment: at("1:09 PM"),
      answers: [{ by: tom, moment: at("1:47 PM"), text: "Confirmed, see tick on WP 4-2." }],
    },
  ),
  note(3, 1, 330, "Other income: insurance recovery?", { settled: true, moment: at("1:02 PM") }),
  note(4, 15, 200, "Is this the signed one?", { moment: at("1:20 PM"), settled: true }),
];

export const check = (code: string, words: string, detail = "", state = "ok", page = 0): view.Check => ({
  code,
  words,
  detail,
  state,
  page,
});

const part = (
  name: string,
  first: number,
  pages: number,
  more: Partial<view.DraftPart> = {},
): view.DraftPart => ({
  name,
  first,
  pages,
  words: pages === 1 ? String(first) : `${first}–${first + pages - 1}`,
  copy: false,
  efile: "",
  signs: false,
  ...more,
});

const box = (
  id: string,
  kind: string,
  signer: string,
  page: number,
  x: number,
  y: number,
  w: number,
): view.FieldBox => ({
  id,
  kind,
  signer,
  part: 0,
  page,
  x,
  y,
  w,
  h: 18,
});

export const draft: view.DraftPage = {
  ...row("k2", kestrel, { number: 2, open: 2, answered: 2, pages: 21 }),
  url: "",
  sum: "9f3c".padEnd(64, "0"),
  short: "9f3c·a1e7",
  size: "2.1 MB",
  parts: [
    part("1120-S", 1, 8, { copy: true }),
    part("Form 1040", 9, 2),
    part("Consent", 11, 2, { signs: true }),
    part("Schedule L", 13, 1),
    part("Bylaws", 14, 2),
    part("W-9", 16, 6),
  ],
  signers: [
    { ...ines, email: "ines@kestrel.example", fields: 2, active: true },
    { ...paul, email: "paul@kestrel.example", fields: 2, active: true },
  ],
  inOrder: true,
  fields: [
    box("f1", "signature", "ines", 12, 130, 520, 200),
    box("f2", "date", "ines", 12, 400, 520, 90),
    box("f3", "signature", "paul", 12, 130, 440, 200),
    box("f4", "date", "paul", 12, 400, 440, 90),
  ],
  notes,
  checks: [
    check("assembled", "Every part could be read", "6 parts, 21 pages"),
    check("fields", "Every signer has a field and a date"),
    check(
      "landscape",
      "Page 13 is landscape",
      "Its stamps run along the long edge. Check that nothing is covered.",
      "look",
      13,
    ),
    check("notes", "Notes settled", "2 of 4 are open", "look", 1),
  ],
  approval: "",
  why: "",
  previous: "k1",
  newer: "",
  final: true,
  efile: "",
  can: ["approve-draft", "return-draft", "pin-note"],
  primary: { code: "approve-draft", label: "Approve", target: "k2" },
  offlineOk: true,
};

const others: Record<string, Partial<view.DraftPage>> = {
  k1: {
    number: 1,
    state: "superseded",
    words: "replaced by draft 2",
    notes: [],
    open: 0,
    previous: "",
    newer: "k2",
    sum: "77aa".padEnd(64, "0"),
    can: [],
  },
  p1: {
    number: 2,
    state: "approved",
    words: "approved by Dana",
    engagement: { ...kestrel, status: ref("x", "", "", "ready").status },
    approval: "Approved by Dana at 3:05 PM",
    open: 0,
    notes: notes.map((n) => ({ ...n, settled: true })),
    can: ["publish-draft", "withdraw-approval"],
    primary: { code: "publish-draft", label: "Publish to Ines for signature", target: "p1" },
  },
  s1: {
    number: 2,
    state: "published",
    words: "published by Priya",
    engagement: { ...kestrel, status: ref("x", "", "", "signature").status },
    approval: "Approved by Dana at 3:05 PM",
    open: 0,
    can: [],
  },
  away: {
    here: false,
    url: "",
    engagement: ref("delgado", "Delgado Landscaping LLC", "2025 Form 1065", "review"),
    number: 1,
  },
};

export function page(id: string, state: string): view.DraftPage {
  const one = { ...draft, id, url: `/files/draft/kestrel/${id}`, ...others[id] };
  if (state === "offline" && one.primary.code === "approve-draft")
    one.primary = { ...one.primary, label: "Approve, send later" };
  return one;
}

/** Drafts and their review. Beside the usual states: "changed" (a newer draft came). */
export function draftsFake(state: string): Fake {
  const queue = [
    page("k2", state),
    row("b1", ref("birch", "Birchwood Dental PC", "2025 Form 1120-S", "review"), {
      words: "sent to review by Lena",
      open: 1,
      strong: true,
      moment: at("11:20 AM"),
    }),
    row("away", ref("delgado", "Delgado Landscaping LLC", "2025 Form 1065", "review"), {
      here: false,
      moment: at("Yesterday"),
    }),
  ];
  return {
    reviewQueue: () => ({ rows: state === "empty" ? [] : queue }),
    draft: (_, id) =>
      state === "changed" && id === "k2" ? { ...page(id, state), newer: "k3", can: [] } : page(id, state),
    submitDraft: () => done("Sent to review."),
    approveDraft: () => ({
      id: "k2",
      pending: state === "offline",
      words: state === "offline" ? "Kestrel Marine approved. Waiting to send." : "Kestrel Marine approved.",
      undo: "withdraw-approval",
    }),
    withdrawApproval: () => done("Approval withdrawn."),
    returnDraft: () => done("Returned to Tom."),
    discardDraft: () => done("Put away."),
    pinNote: () => done("Note pinned.", "", "n5"),
    answerNote: () => done("Reply sent."),
    settleNote: () => done("Note settled."),
  };
}
