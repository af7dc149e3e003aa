import type { view } from "../api";
import type { Fake } from "./bridge";
import { polling } from "./shares";
import { acme, at, done, never } from "./words";

const side = (name: string, meta: string, more: Partial<view.FileSide> = {}): view.FileSide => ({
  name,
  meta,
  tag: "",
  path: name,
  by: "",
  ...more,
});
const nothing = side("", "");

function row(
  key: string,
  share: view.FileSide,
  client: view.FileSide,
  tie: string,
  more: Partial<view.FileRow> = {},
): view.FileRow {
  return {
    key,
    document: key,
    version: `${key}-v`,
    share,
    client,
    tie,
    tieWords: "",
    code: tie,
    percent: 0,
    left: 0,
    note: "",
    earlier: false,
    can: ["open", "reveal", "explain"],
    ...more,
  };
}

export const panel: view.FilesPanel = {
  local: "S:\\Clients\\Acme Ltd\\2025 Form 1120-S",
  state: "ok",
  reason: "",
  asOf: at("2 s ago"),
  live: true,
  polling: "",
  contact: "Ruth",
  tied: 8,
  moving: 1,
  waiting: 2,
  settle: 1,
  notices: [],
  holds: [],
  lanes: [
    {
      lane: "from-client",
      name: "From client",
      clientName: "What you sent us",
      direction: "portal → share",
      empty: "",
      emptyThere: "",
      rows: [
        row(
          "f1",
          side("2025 trial balance.xlsx", "84 KB"),
          side("2025 trial balance.xlsx", "Feb 18"),
          "tied",
        ),
        row(
          "f2",
          side("Payroll W-3 (corrected).pdf", "v2"),
          side("Payroll W-3 (corrected).pdf", "v2", { tag: "Latest" }),
          "tied",
        ),
        row(
          "f3",
          side("First Hudson 4471, October 2025.pdf", "412 KB"),
          side("First Hudson 4471, October 2025.pdf", "2:28 PM"),
          "tied",
        ),
      ],
    },
    {
      lane: "to-client",
      name: "To client",
      clientName: "From Lindqvist & Moore",
      direction: "share → portal",
      empty: "",
      emptyThere: "",
      rows: [
        row(
          "t1",
          side("Draft financials.pdf", "v3"),
          side("Draft financials.pdf", "Seen 9:40 AM", { tag: "Latest" }),
          "tied",
          { can: ["open", "reveal", "receipt", "explain", "pull-back"] },
        ),
        row("t2", side("Draft financials v2.pdf", "Feb 23"), side("Earlier version", "in history"), "tied", {
          earlier: true,
        }),
        row(
          "t3",
          side("Vehicle questions.docx", "now"),
          side("Vehicle questions.docx", "sending 64%"),
          "moving",
          { percent: 64 },
        ),
        row(
          "t4",
          side("Depreciation plan.xlsx", "Tom, 1:02 PM", { by: "Lena" }),
          side("Depreciation plan.xlsx", "1:04 PM"),
          "settle",
          {
            note: "Tom and Lena both changed this. Ruth sees Tom’s; both are kept.",
            can: ["open", "reveal", "explain"],
          },
        ),
        row(
          "t5",
          side(
            "A very long file name that somebody thought would be helpful to everyone (final, corrected, really final).xlsx",
            "1.2 MB",
          ),
          nothing,
          "waiting",
          { tieWords: "About to be read", code: "settling" },
        ),
        row("t6", side("Budget 2026.xlsx", "44 KB", { by: "Lena" }), nothing, "open", {
          tieWords: "Waits for Excel to close",
          note: "Lena has this open in Excel. Tieout sends it when they close it.",
        }),
      ],
    },
    {
      lane: "for-signature",
      name: "For signature",
      clientName: "Ready to sign",
      direction: "share → portal",
      empty: "Empty. Publish fills this folder.",
      emptyThere: "Nothing to sign",
      rows: [],
    },
    {
      lane: "signed",
      name: "Signed",
      clientName: "Signed documents",
      direction: "portal → share",
      empty: "",
      emptyThere: "",
      rows: [
        row(
          "s1",
          side("Engagement letter 2025, signed by Ruth Adeyemi.pdf", "sealed"),
          side("Engagement letter 2025", "Signed Jan 9"),
          "tied",
        ),
      ],
    },
  ],
  private: [
    { name: "Workpapers", folder: true, meta: "38 files", path: "Workpapers" },
    { name: "Tax software", folder: true, meta: "12 files", path: "Tax software" },
    { name: "Correspondence", folder: true, meta: "8 files", path: "Correspondence" },
    { name: "Fee notes.docx", folder: false, meta: "21 KB", path: "Fee notes.docx" },
  ],
};

/** Files that went missing. */
export const hold: view.Hold = {
  changed: false,
  words: "3 files went missing",
  engagement: acme,
  contact: "Ruth",
  files: ["Draft financials.pdf", "Vehicle questions.docx", "Depreciation plan.xlsx"],
  moment: at("1:40 PM"),
};

/** Files that a program made unreadable at once. */
export const spoiled: view.Hold = {
  ...hold,
  changed: true,
  words: "4 files changed into something else",
  files: [
    "Draft financials.pdf",
    "Vehicle questions.docx",
    "Depreciation plan.xlsx",
    "2025 trial balance.xlsx",
  ],
};

const outward = ["open", "reveal", "explain"];

/** Every way in which a file can be on its way out. */
const goingOut: view.FileRow[] = [
  row("o1", side("Draft financials.pdf", "412 KB"), nothing, "held", {
    code: "goes-out",
    tieWords: "Goes out in 42 s",
    left: 42,
    note: "Ruth sees nothing of it until then.",
    can: [...outward, "send-now", "pull-back"],
  }),
  row(
    "o2",
    side("Vehicle questions.docx", "v2"),
    side("Vehicle questions.docx", "Seen 9:40 AM", { tag: "Earlier version" }),
    "held",
    {
      code: "waits-release",
      tieWords: "Waiting for your release",
      note: "Until somebody releases it, Ruth sees the version of Mar 2, 9:31 AM EST.",
      can: [...outward, "release", "pull-back"],
    },
  ),
  row("o3", side("Budget 2026.xlsx", "44 KB"), nothing, "held", {
    code: "waits-release",
    tieWords: "Waiting for your release",
    note: "It was taken back before, so what is saved next waits. Ruth sees nothing of it until somebody releases it.",
    can: [...outward, "release", "pull-back"],
  }),
  row("o4", side("Engagement letter.pdf", "88 KB"), side("Engagement letter.pdf", "queued"), "waiting", {
    code: "release-waits",
    tieWords: "Released, on its way",
    can: [...outward, "pull-back"],
  }),
  row("o5", side("Depreciation plan.xlsx", "1.2 MB"), nothing, "withdrawn", {
    code: "pulled-back",
    tieWords: "Pulled back by Tom, 1:02 PM",
    note: "Opened by Ruth Adeyemi, Mar 3, 12:58 PM EST. Ruth sees nothing of it.",
    can: [...outward, "release-after-all"],
  }),
  row(
    "o6",
    side("Fee estimate.pdf", "v2"),
    side("Fee estimate.pdf", "Mar 2", { tag: "Earlier version" }),
    "withdrawn",
    {
      code: "pull-back-waits",
      tieWords: "Pulled back when you are online",
      note: "The relay does not know of it yet: until then Ruth can open it. Who opened it until then is said here afterwards.",
      can: outward,
    },
  ),
  row("o7", side("General ledger.csv", "9.4 MB"), nothing, "waiting", {
    code: "retrying",
    tieWords: "Trying again",
    can: outward,
  }),
  row("o8", side("Closing entries.xlsx", "61 KB"), nothing, "waiting", {
    code: "watched-elsewhere",
    tieWords: "Watched by Tom’s Tieout",
    can: outward,
  }),
];

const withGoingOut: view.FilesPanel = {
  ...panel,
  waiting: 6,
  moving: 0,
  settle: 0,
  lanes: panel.lanes.map((lane) => (lane.lane === "to-client" ? { ...lane, rows: goingOut } : lane)),
};

/** A large upload that is on its way here. */
const withComing: view.FilesPanel = {
  ...panel,
  waiting: 3,
  lanes: panel.lanes.map((lane) =>
    lane.lane === "from-client"
      ? {
          ...lane,
          rows: [
            ...lane.rows,
            row("f4", nothing, side("Acme 2025 backup.qbb", "2:31 PM"), "waiting", {
              code: "filing",
              tieWords: "About to be filed",
              can: ["view", "explain"],
            }),
          ],
        }
      : lane,
  ),
};

const explanation: view.Explanation = {
  engagement: acme,
  name: "Budget 2026.xlsx",
  path: "To client/Budget 2026.xlsx",
  code: "open",
  tie: "open",
  title: "Waits for Excel to close",
  why: "Lena has this open in Excel. Tieout sends it when they close it.",
  next: "Nothing, or ask Lena to save and close it.",
  act: "",
  steps: [
    { words: "Saved in To client", done: true, when: "" },
    { words: "Closed and read by this computer", done: false, when: "" },
    { words: "At the relay", done: false, when: "" },
    { words: "Ruth can see it", done: false, when: "" },
    { words: "Ruth opened it", done: false, when: "" },
  ],
  receipt: {
    kind: "",
    when: "",
    at: "",
    where: "",
    sum: "",
    short: "",
    desk: "",
    by: "",
    seen: "",
    released: "",
    pulledBack: "",
  },
  others: [],
};

const shown: view.Explanation = {
  ...explanation,
  name: "Draft financials.pdf",
  path: "To client/Draft financials.pdf",
  code: "tied",
  tie: "tied",
  title: "Tied out",
  why: "Ruth can see it since 9:31 AM (EST).",
  next: "",
  steps: explanation.steps.map((step) => ({ ...step, done: true })),
  receipt: {
    kind: "shown",
    when: "Mar 3, 2026, 9:31:07 AM EST",
    at: "2026-03-03T14:31:07Z",
    where: "To client/Draft financials.pdf",
    sum: "9f2c11ab0c51e3f7d0a4b6c8e2f1a3958d7c6b5a4f3e2d1c0b9a88776655443f",
    short: "9f2c·11ab",
    desk: "Priya’s laptop",
    by: "Priya Raman",
    seen: "Ruth opened it Mar 3, 2026, 9:40:12 AM EST",
    released: "",
    pulledBack: "",
  },
};

const explained = (what: string): view.Explanation => {
  if (what === "t1" || what.startsWith("Draft")) return shown;
  if (what === "t6" || what.startsWith("Budget")) return explanation;
  return {
    ...explanation,
    name: what,
    path: "",
    code: "not-found",
    tie: "office",
    title: "No such file",
    why: "There is no file of that name in this work file, and none was sent to Ruth or came from them.",
    next: "Look at the spelling. If it lies elsewhere on this computer, drop it here to ask about it.",
    steps: [],
  };
};

const complete: view.FilesNotice = {
  code: "complete",
  title: "Complete since Sep 3, 2025, so its folder is no longer watched.",
  words:
    "Nothing that is saved or deleted there reaches Ruth until the status is another one. What Ruth sends is filed all the same.",
};

/** The files of a work file on both sides, and why one is not there. */
export function filesFake(state: string): Fake {
  return {
    files: () => {
      if (state === "empty")
        return {
          ...panel,
          local: "",
          state: "unmapped",
          reason: "This engagement has no folder yet.",
          lanes: [],
          private: [],
          asOf: never,
        };
      if (state === "offline") return { ...panel, live: false, asOf: at("1:52 PM") };
      if (state === "share")
        return {
          ...panel,
          state: "unreachable",
          reason: "S: can’t be reached since 1:52 PM.",
          notices: [
            {
              code: "unreachable",
              title: "The share can't be reached since 1:52 PM.",
              words: "You can read what is on this computer; filing waits.",
            },
          ],
        };
      if (state === "complete") return { ...panel, notices: [complete] };
      if (state === "refused") return { ...panel, holds: [hold] };
      if (state === "spoiled") return { ...panel, holds: [spoiled] };
      if (state === "outbound") return withGoingOut;
      if (state === "coming") return withComing;
      if (state === "polling") return { ...panel, polling };
      return panel;
    },
    explainFile: (_, what) => explained(what),
    shareAgain: () => done("Draft financials.pdf released."),
    releaseFiles: () => done("Draft financials.pdf released."),
    pullBack: () => done("Draft financials.pdf pulled back. Opened by Ruth Adeyemi, Mar 3, 9:40 AM EST."),
    withdrawDocument: () => done("Ruth no longer sees it. The file on the share stays."),
    openFolder: () => undefined,
    openFile: () => undefined,
    revealFile: () => undefined,
  };
}
