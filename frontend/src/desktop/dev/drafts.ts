import type { view } from "../api";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { at, done, person, priya, ref, tom } from "./words";

/* Drafts of the sample firm. The bytes under /files/ are not part of it: whoever looks at the sample serves them. */

const kestrel = ref("kestrel", "Kestrel Marine Inc.", "2025 Form 1120-S", "review");
const ines = person("ines", "Ines Marchetti", "President");
const paul = person("paul", "Paul Marchetti", "Secretary");

const row = (
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

const check = (code: string, words: string, detail = "", state = "ok", page = 0): view.Check => ({
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

function page(id: string, state: string): view.DraftPage {
  const one = { ...draft, id, url: `/files/draft/kestrel/${id}`, ...others[id] };
  if (state === "offline" && one.primary.code === "approve-draft")
    one.primary = { ...one.primary, label: "Approve, send later" };
  return one;
}

const choice = (name: string, in_: string, size: string, offered = false): view.PartChoice => ({
  path: in_ ? `${in_}/${name}` : name,
  name,
  folder: in_,
  size,
  moment: at("Feb 27"),
  offered,
});

const files: view.PartChoice[] = [
  choice("return-ny-javier.pdf", "", "1.7 MB"),
  choice("prefilled-f1040.pdf", "", "299 KB"),
  choice("vita-consent.pdf", "For signature", "66 KB", true),
  choice("landscape.pdf", "Workpapers", "20 KB"),
  choice("irs-fw9-a.pdf", "Workpapers", "215 KB"),
  choice("irs-f8879.pdf", "", "89 KB"),
  choice("locked.pdf", "", "12 KB"),
  choice("signed-letter.pdf", "Signed", "44 KB"),
];

const again = (file: view.PartChoice): view.PartAgain => ({
  ...file,
  title: file.name.replace(/\.pdf$/, ""),
  pages: file.name === "landscape.pdf" ? "1-4, 9" : "",
  copy: false,
});

export const sheet: view.AssembleSheet = {
  engagement: { ...kestrel, status: ref("x", "", "", "preparation").status },
  local: "S:\\Clients\\Kestrel Marine Inc\\2025 Form 1120-S",
  files,
  parts: files.slice(0, 5).map(again),
  missing: [],
  fields: [],
  signers: [ines, paul],
  chosen: [],
  inOrder: false,
  final: true,
  replaces: "k2",
  title: "2025 Form 1120-S",
  stamps: { pageNumbers: true, bates: "", batesStart: 1 } as view.Stamps,
  number: 3,
};

const lengths: Record<string, number> = {
  "return-ny-javier.pdf": 8,
  "prefilled-f1040.pdf": 2,
  "vita-consent.pdf": 2,
  "landscape.pdf": 32,
  "irs-fw9-a.pdf": 6,
  "irs-f8879.pdf": 2,
  "locked.pdf": 3,
};

function looked(path: string, password: string): view.PartCheck {
  const name = path.split("/").at(-1) ?? path;
  const locked = name === "locked.pdf" && password !== "letmein";
  const blocked = name === "signed-letter.pdf";
  const found: view.PartCheck = {
    path,
    name,
    pages: locked ? 0 : (lengths[name] ?? 1),
    sizes: [],
    efile: name === "irs-f8879.pdf" ? "8879" : "",
    efilePages: name === "irs-f8879.pdf" ? [1] : [],
    signed: blocked,
    blocked: blocked || locked,
    password: locked,
    findings: [],
    fields: [],
  };
  if (blocked)
    found.findings.push({
      code: "signed",
      severity: "block",
      page: 0,
      message: "It is signed already. Attach it as it is; merging would break the signature.",
    });
  if (name === "landscape.pdf")
    found.findings.push({
      code: "landscape",
      severity: "note",
      page: 1,
      message: "Page 1 is landscape. Its stamps run along the long edge.",
    });
  return found;
}

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

const verdict: view.Verdict = {
  path: "C:\\Users\\priya\\Downloads\\2025 Form 1120-S.pdf",
  name: "2025 Form 1120-S.pdf",
  intact: true,
  intactWords: "Not one byte has changed since it was sealed on Mar 9, 2026 at 4:12 PM.",
  origin: "pinned",
  originWords: "Sealed by Lindqvist & Moore, with the key this computer was given when it joined.",
  broken: "",
  lines: [
    { words: "Approved bytes", detail: "The first 2,236,819 bytes are what Dana approved", state: "ok" },
    { words: "Seal", detail: "Covers the whole file", state: "ok" },
    { words: "Evidence record", detail: "The sealed file names it", state: "ok" },
    { words: "Inclusion proof", detail: "No evidence file lies beside the PDF", state: "unchecked" },
  ],
};

const broken: view.Verdict = {
  ...verdict,
  intact: false,
  intactWords: "Bytes were added after the seal.",
  origin: "unknown",
  originWords: "The key came with the file only. Nothing here vouches for it.",
  broken: "Appended data: 412 bytes after the seal",
  lines: verdict.lines.map((line) =>
    line.words === "Seal" ? { ...line, state: "bad", detail: "412 bytes lie behind it" } : line,
  ),
};

/** Drafts, assembling, publishing and checking. Beside the usual states: "changed" (a newer draft came), "efile", "broken" (a verdict). */
export function draftsFake(state: string): Fake {
  let job: view.Job = {
    id: "j1",
    state: "running",
    words: "Reading the parts",
    progress: 0.1,
    result: "",
    code: "",
    message: "",
    hint: "",
    part: 0,
  };
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
    publishQueue: () => ({ rows: state === "empty" ? [] : [page("p1", state)] }),
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
    assembleSheet: () => (state === "empty" ? { ...sheet, parts: [] } : sheet),
    checkPart: (_, path, password) => looked(path, password),
    startAssemble: () => job,
    job: () => {
      const progress = Math.min(1, job.progress + 0.2);
      if (job.state === "running")
        job =
          progress === 1
            ? { ...job, state: "done", progress, result: "k2", words: "Done" }
            : { ...job, progress, words: "Stamping the pages" };
      return job;
    },
    cancelJob: () => {
      job = { ...job, state: "cancelled" };
    },
    publishSheet: (_, id) => publishSheet(id, state),
    publishDraft: () => done("Published to Ines."),
    remindSigner: () => done("Ines was reminded."),
    withdrawDeliverable: () => done("Withdrawn."),
    chooseFile: () => verdict.path,
    verifyFile: (path) => {
      if (state === "error") throw refusal("not-pdf", "That is not a PDF.", "Choose the sealed file itself.");
      return { ...(state === "broken" ? broken : verdict), path };
    },
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
