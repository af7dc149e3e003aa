import type { view } from "../api";
import type { Fake } from "./bridge";
import { acme, at, done, ref } from "./words";

const long =
  "The Honourable Society of Northern Marine Underwriters and Associates International Holdings Inc.";

function item(
  id: string,
  kind: string,
  engagement: view.EngagementRef,
  who: string,
  what: string,
  meta: string,
  time: string,
  more: Partial<view.TodayItem> = {},
): view.TodayItem {
  const about = `about-${id}`;
  return {
    id,
    kind,
    engagement,
    about,
    who,
    what,
    meta,
    tag: "",
    tagWarns: false,
    moment: at(time),
    strong: true,
    queued: false,
    ...more,
  };
}

const kestrel = ref("kestrel", "Kestrel Marine Inc.", "2025 Form 1120-S", "review");

export const groups: view.TodayGroup[] = [
  {
    kind: "arrived",
    title: "Arrived from clients",
    hint: "filed for you; confirm it is what you asked for",
    items: [
      item("a1", "arrived", acme, "Acme Ltd", "Bank statements, Oct–Dec 2025", "3 files", "2:28 PM"),
      item(
        "a2",
        "arrived",
        ref("birch", "Birchwood Dental PC", "2025 Form 1120-S", "preparation"),
        "Birchwood Dental PC",
        "Payroll summary, Form W-3",
        "1 file",
        "1:51 PM",
      ),
      item(
        "a3",
        "arrived",
        ref("sandoval", "Elena Sandoval", "2025 Form 1040", "preparation"),
        "Elena Sandoval",
        "Form 1099-B, Fidelity",
        "1 file",
        "11:06 AM",
        { queued: true },
      ),
      item(
        "a4",
        "arrived",
        ref("tide", "Tidewater Charter Co.", "2025 Form 1120-S", "waiting"),
        "Tidewater Charter Co.",
        "Sent without a request",
        "4 files",
        "10:12 AM",
        { tag: "Needs a home", tagWarns: true },
      ),
    ],
  },
  {
    kind: "message",
    title: "Messages for you",
    hint: "",
    items: [
      item(
        "m1",
        "message",
        acme,
        "Ruth Adeyemi",
        "Is the new van a repair or an asset?",
        "Acme Ltd",
        "2:30 PM",
      ),
      item(
        "m2",
        "message",
        ref("calloway", "Jon & Beth Calloway", "2025 Form 1040", "waiting"),
        "Jon Calloway",
        "We moved to Vermont in June. Does that change anything for the two of us and the rental?",
        "Calloway",
        "9:44 AM",
      ),
    ],
  },
  {
    kind: "review",
    title: "To review",
    hint: "",
    items: [
      item(
        "r1",
        "review",
        kestrel,
        "Kestrel Marine Inc.",
        "2025 Form 1120-S, draft 2",
        "48 pages",
        "1:15 PM",
        { tag: "2 notes answered", about: "k2" },
      ),
      item(
        "r2",
        "review",
        ref("hollis", "Hollis & Reed LLP", "2025 Form 1065", "review"),
        "Hollis & Reed LLP",
        "2025 Form 1065, draft 1",
        "62 pages",
        "Yesterday",
        { strong: false },
      ),
      item(
        "r3",
        "review",
        ref("fern", "Fernhill Bakery Inc.", "Jan 2026 accounts", "review"),
        long,
        "Jan 2026 accounts",
        "11 pages",
        "Yesterday",
        { strong: false },
      ),
    ],
  },
  {
    kind: "signature",
    title: "Signatures outstanding",
    hint: "",
    items: [
      item(
        "s1",
        "signature",
        ref("quarry", "Quarry Road Storage LLC", "2025 Form 1065", "signature"),
        "Quarry Road Storage",
        "Form 8879-PE, opened twice, not signed",
        "0 of 1",
        "4 days",
        { strong: false },
      ),
      item(
        "s2",
        "signature",
        ref("grantham", "Grantham Holdings Inc.", "2026 engagement letter", "signature"),
        "Grantham Holdings Inc.",
        "2026 engagement letter",
        "1 of 2",
        "2 days",
        { strong: false },
      ),
    ],
  },
];

export const refused: view.RefusedAct[] = [
  {
    id: "x1",
    title: "Approval of Draft 2 was not taken",
    message: "It changed on the share after you approved it at 3:05 PM, so the approval no longer covers it.",
    hint: "Look at Draft 3 and approve again.",
    code: "draft-superseded",
    engagement: kestrel,
    draft: "k3",
    retry: "approve-draft",
    moment: at("3:12 PM"),
  },
];

const today: view.Today = {
  date: "Tuesday, March 3",
  summary: "11 things need you, Priya. 27 others moved without you.",
  due: {
    date: "2026-03-16",
    words: "Due Mon, Mar 16",
    detail: "41 returns · 13 days",
    counts: [
      { code: "waiting", words: "with clients", count: 9 },
      { code: "preparation", words: "in prep", count: 14 },
      { code: "review", words: "review", count: 6 },
      { code: "ready", words: "ready", count: 4 },
      { code: "signature", words: "signing", count: 3 },
      { code: "complete", words: "complete", count: 5 },
    ],
  },
  groups,
  moved: {
    count: 27,
    words: "11 files filed · 9 statuses moved · 4 reminders · 3 signed copies",
    items: [
      item(
        "v1",
        "filed",
        acme,
        "Acme Ltd",
        "2025 trial balance.xlsx was filed in From client",
        "",
        "1:02 PM",
        { strong: false },
      ),
      item(
        "v2",
        "status",
        ref("north", "Northgate Plumbing Inc.", "2025 Form 1120-S", "complete"),
        "Northgate Plumbing Inc.",
        "Moved to Complete: the e-file was accepted",
        "",
        "11:40 AM",
        { strong: false },
      ),
      item(
        "v3",
        "reminder",
        ref("juniper", "Juniper Yoga Studio LLC", "2025 Form 1120-S", "waiting"),
        "Juniper Yoga Studio LLC",
        "Kim was reminded about 6 requests",
        "",
        "9:00 AM",
        { strong: false },
      ),
    ],
  },
  refused: [],
};

const file = (month: string, pages: string, size: string): view.ArrivalFile => ({
  document: `doc-${month}`,
  version: `ver-${month}`,
  name: `First Hudson 4471, ${month} 2025.pdf`,
  pages,
  size,
  media: "application/pdf",
  path: `From client/Bank statements/First Hudson 4471, ${month} 2025.pdf`,
  filed: true,
  state: "filed",
});

export const files = [
  file("October", "6 pages", "412 KB"),
  file("November", "6 pages", "398 KB"),
  file("December", "7 pages", "446 KB"),
];

const arrival: view.Arrival = {
  engagement: acme,
  title: "Bank statements, Oct–Dec 2025",
  about: "about-a1",
  request: "r5",
  lead: "Since Ruth pressed Send at 2:28 PM",
  done: [
    "Filed 3 files in From client › Bank statements",
    "Request marked received. 5 of 7 are in",
    "Ruth was told “Received, thank you”",
  ],
  note: "December came late from the bank, sorry.",
  folder: "S:\\Clients\\Acme Ltd\\2025 Form 1120-S\\From client\\Bank statements",
  files,
  waiting: [
    { request: "r6", title: "Vehicle purchase invoice, Aug 14, 2025", words: "asked Feb 24" },
    { request: "r7", title: "Shareholder loan agreement", words: "asked Feb 24, reminded Mar 2" },
  ],
  homes: [],
  can: ["accept", "return", "open-folder"],
};

const homeless: Partial<view.Arrival> = {
  title: "Sent without a request",
  request: "",
  note: "",
  done: ["Filed 3 files in From client", "Ruth was told “Received, thank you”"],
  homes: [
    { id: "r6", label: "Vehicle purchase invoice, Aug 14, 2025", detail: "asked Feb 24" },
    { id: "r7", label: "Shareholder loan agreement", detail: "asked Feb 24, reminded Mar 2" },
  ],
  can: ["assign", "open-folder"],
};

/** What arrived while nobody files. */
const unfiled: Partial<view.Arrival> = {
  done: arrival.done.slice(1),
  folder: "",
  files: files.map((f) => ({
    ...f,
    path: "",
    filed: false,
    state: "Nobody is filing since 1:52 PM (EST). It is safe at the relay.",
  })),
};

export function todayFake(state: string): Fake {
  const empty = { ...today, summary: "Nothing needs you. 27 things moved on their own today.", groups: [] };
  return {
    today: () => (state === "empty" ? empty : state === "refused" ? { ...today, refused } : today),
    arrival: (engagement, about) => {
      const found = groups.flatMap((g) => g.items).find((i) => i.about === about);
      if (about === "about-a4")
        return { ...arrival, ...homeless, about, engagement: found?.engagement ?? acme };
      return {
        ...arrival,
        about,
        engagement: found?.engagement ?? acme,
        title: found?.what ?? arrival.title,
        folder: engagement === "acme" ? arrival.folder : "",
        ...(state === "nobody" ? unfiled : {}),
      };
    },
    acceptRequest: () => done("Accepted. Ruth sees it as done."),
    returnRequest: () => done("Ruth was asked for a fix."),
    assignUpload: () => done("4 files belong to Vehicle purchase invoice now."),
    finishTask: () => done("Done."),
    snoozeTask: () => done("Back tomorrow at 9:00 AM."),
    handOver: () => done("Tom has it now."),
  };
}
