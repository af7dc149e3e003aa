import type { view } from "../api";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { kestrelLists } from "./publish";
import { files } from "./today";
import { acme, at, dana, done, due, person, priya, ruth, status, tom } from "./words";

function request(
  id: string,
  title: string,
  state: string,
  words: string,
  more: Partial<view.RequestView> = {},
): view.RequestView {
  return {
    id,
    title,
    state,
    words,
    detail: "",
    due: due("", "", 0, ""),
    answer: "none",
    note: "",
    reason: "",
    why: "",
    files: [],
    open: state === "asked",
    pending: false,
    can: state === "answered" ? ["accept", "return"] : state === "asked" ? ["remind", "withdraw"] : [],
    ...more,
  };
}

const requests: view.RequestView[] = [
  request("r1", "Prior-year return and depreciation schedule", "accepted", "Accepted Feb 11"),
  request("r2", "2025 trial balance", "accepted", "Accepted Feb 18"),
  request("r3", "Payroll summary, Form W-3", "accepted", "Accepted Feb 20"),
  request("r4", "Health insurance paid for shareholders", "accepted", "Answered Feb 23", {
    answer: "none",
    note: "There isn’t one this year.",
  }),
  request("r5", "Bank statements, Oct–Dec 2025", "answered", "3 files · 2:28 PM", { answer: "files", files }),
  request("r6", "Vehicle purchase invoice, Aug 14, 2025", "asked", "Asked Feb 24 · 7 days", {
    detail: "The dealer’s invoice for the van, Aug 14, 2025. A phone photo is fine.",
    due: due("2026-03-06", "Mar 6", 3),
  }),
  request("r7", "Shareholder loan agreement", "asked", "Reminded Mar 2", { pending: true }),
];

const step = (code: string, state: string, facts: string): view.Step => ({
  status: status(code),
  state,
  facts,
});

const moment = (
  id: string,
  icon: string,
  words: string,
  detail: string,
  time: string,
  pending = false,
): view.TimelineItem => ({
  id,
  icon,
  words,
  detail,
  moment: at(time),
  pending,
  target: "",
});

const draft = (id: string, number: number, state: string, words: string): view.DraftRow => ({
  id,
  engagement: acme,
  number,
  title: `Form 1120-S, draft ${number}`,
  state,
  words,
  pages: 48,
  open: 1,
  answered: 2,
  moment: at("1:15 PM"),
  here: true,
  pending: false,
  strong: false,
});

export const page: view.EngagementPage = {
  ...acme,
  service: "1120-S",
  period: "2025",
  due: due("2026-03-16", "Mar 16", 13, "13 d"),
  people: [tom, { ...priya, role: "manager" }, dana],
  contacts: [ruth],
  steps: [
    step("waiting", "current", "since Feb 11 · 5 of 7 in"),
    step("preparation", "future", "Tom Okafor"),
    step("review", "future", "Priya, then Dana"),
    step("ready", "future", ""),
    step("signature", "future", "Ruth Adeyemi"),
    step("complete", "future", ""),
  ],
  requests,
  in: 5,
  asked: 7,
  uploads: [],
  timeline: [
    moment(
      "t1",
      "message",
      "Ruth asked about the van",
      "Routed to Tom, then to you: Tom is away until 4 PM",
      "2:30 PM",
    ),
    moment("t2", "upload", "Ruth sent 3 bank statements", "Filed, request marked received", "2:28 PM"),
    moment("t3", "seen", "Ruth opened Draft financials v3", "", "9:40 AM"),
    moment("t4", "reminder", "Reminder sent about 2 requests", "Automatic, day 6", "Mar 2", true),
    moment("t5", "publish", "Tom published Draft financials v3", "Replaced v2", "Feb 26"),
    moment("t6", "request", "Tom asked for 2 more things", "", "Feb 24"),
    moment("t7", "status", "Opened: waiting on information", "7 requests from template 1120-S", "Feb 11"),
    moment("t8", "sign", "Engagement letter signed", "Ruth Adeyemi · certificate filed", "Jan 9"),
  ],
  drafts: [
    draft("d2", 2, "returned", "returned by Dana: “depreciation is off by a year”"),
    draft("d3", 3, "open", "made by Tom"),
  ],
  deliverables: [
    {
      id: "del1",
      draft: "d1",
      title: "2025 engagement letter",
      state: "out",
      words: "1 of 2 signed · opened 9:40 AM",
      moment: at("Jan 7"),
      pages: 3,
      url: "",
      filed: "",
      why: "",
      pending: false,
      signers: [
        { ...ruth, state: "signed", words: "signed Jan 9" },
        { ...person("sam", "Sam Adeyemi", "Secretary"), state: "next", words: "opened yesterday" },
      ],
      can: ["remind-signer", "withdraw-deliverable"],
    },
  ],
  filings: [
    {
      authority: "IRS",
      accepted: false,
      on: "2026-03-02",
      submission: "2026-061-77",
      words: "IRS rejected on Mar 2: name control",
    },
  ],
  workFile: {
    root: "root1",
    path: "Acme Ltd/2025 Form 1120-S",
    local: "S:\\Clients\\Acme Ltd\\2025 Form 1120-S",
    state: "ok",
    reason: "",
  },
  only: [],
  primary: { code: "remind-client", label: "Remind about 2 requests", target: "" },
  can: [
    "ask-requests",
    "remind-client",
    "accept-request",
    "set-status",
    "set-due",
    "set-people",
    "map-work-file",
    "assemble",
    "confirm-filing",
    "complete-engagement",
    "post-message",
    "set-engagement-access",
  ],
  pinned: true,
  newer: false,
};

export function engagementFake(state: string): Fake {
  return {
    engagement: (id) => {
      if (state === "empty")
        return {
          ...page,
          id,
          requests: [],
          in: 0,
          asked: 0,
          timeline: [],
          drafts: [],
          deliverables: [],
          filings: [],
          workFile: { root: "", path: "", local: "", state: "unmapped", reason: "" },
          primary: { code: "ask-requests", label: "Ask Ruth for the usual", target: "" },
        };
      return { ...page, ...(id === "kestrel" ? kestrelLists : {}), id };
    },
    askRequests: () => done("Ruth was asked for 2 more things.", "withdraw-request"),
    withdrawRequest: () => done("Taken back."),
    setDue: () => done("Due Mar 20."),
    setPeople: () => done("Lena prepares it now."),
    setEngagementAccess: () => done("Only Dana and Priya see it now."),
    mapWorkFile: () => done("The folder is mapped."),
    confirmFiling: () => done("Filing noted."),
    completeEngagement: () => {
      throw refusal(
        "signature-outstanding",
        "Sam has not signed yet.",
        "Remind Sam, or withdraw the letter first.",
      );
    },
    reopenEngagement: () => done("Open again."),
    withdrawDeliverable: () => done("Taken back."),
    remindSigner: () => done("Sam was reminded."),
  };
}
