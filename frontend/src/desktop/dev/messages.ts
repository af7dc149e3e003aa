import type { view } from "../api";
import type { Fake } from "./bridge";
import { acme, at, dana, done, lena, priya, ref, ruth, tom } from "./words";

const row = (
  e: view.EngagementRef,
  who: string,
  last: string,
  time: string,
  more: Partial<view.ThreadRow> = {},
): view.ThreadRow => ({
  engagement: e,
  who,
  last,
  moment: at(time),
  mine: false,
  unanswered: false,
  queued: false,
  ...more,
});

const threads: view.ThreadRow[] = [
  row(acme, "Ruth Adeyemi", "Is the new van a repair or an asset? We bought it on Aug 14", "2:30 PM", {
    mine: true,
    unanswered: true,
  }),
  row(
    ref("calloway", "Jon & Beth Calloway", "2025 Form 1040", "waiting"),
    "Jon Calloway",
    "We moved to Vermont in June. Does that change anything?",
    "9:44 AM",
    { mine: true, unanswered: true },
  ),
  row(
    ref("kestrel", "Kestrel Marine", "2025 Form 1120-S", "review"),
    "Ines Marchetti",
    "You: Draft 2 is with Dana. I expect to have it back tomorrow.",
    "11:32 AM",
  ),
  row(
    ref("delgado", "Delgado", "2025 Form 1065", "review"),
    "Luis Delgado",
    "Great, thank you for the quick turnaround.",
    "10:15 AM",
  ),
  row(
    ref("quarry", "Quarry Road", "2025 Form 1065", "signature"),
    "Sarah Quarry",
    "You: The signing link is in your portal under Documents.",
    "Yesterday",
    { queued: true },
  ),
];

const thread: view.Thread = {
  engagement: acme,
  title: "Is the new van a repair or an asset?",
  subtitle: "Ruth Adeyemi · Acme Ltd · 2025 Form 1120-S",
  routing: {
    task: "m1",
    to: priya,
    words:
      "Routed to you. Tom prepares this engagement but is away until 4:00 PM, and you are his cover. Dana is next if it is unanswered by 10:30 AM tomorrow.",
    snoozed: "",
  },
  days: [
    {
      label: "Thursday, Feb 26",
      items: [
        {
          id: "1",
          by: tom,
          fromClient: false,
          office: false,
          text: "Hi Ruth, draft 3 of the financials is in your portal. Page 4 has the two questions on vehicles we discussed.",
          moment: at("10:04 AM"),
          about: "",
          aboutId: "",
          pending: false,
        },
      ],
    },
    {
      label: "Today",
      items: [
        {
          id: "2",
          by: ruth,
          fromClient: true,
          office: false,
          text: "Thanks Tom. I sent the bank statements just now. On page 4: is the new van a repair or an asset?\n\nWe bought it on Aug 14 for $38,600 and traded in the old one for $9,000, so the bank shows $29,600.",
          moment: at("2:30 PM"),
          about: "Vehicle purchase invoice, Aug 14, 2025, still open",
          aboutId: "r6",
          pending: false,
        },
        {
          id: "3",
          by: lena,
          fromClient: false,
          office: true,
          text: "@Priya the old van is asset 2019-07 in the register, net book value $6,150.",
          moment: at("2:36 PM"),
          about: "",
          aboutId: "",
          pending: false,
        },
        {
          id: "4",
          by: priya,
          fromClient: false,
          office: false,
          text: "Good question. I’ll look at the trade-in papers and come back to you today.",
          moment: at("2:41 PM"),
          about: "",
          aboutId: "",
          pending: true,
        },
      ],
    },
  ],
  open: [
    { request: "r6", title: "Vehicle purchase invoice", words: "asked Feb 24" },
    { request: "r7", title: "Shareholder loan agreement", words: "reminded Mar 2" },
  ],
  in: 5,
  asked: 7,
  order: [
    { ...tom, words: "preparer · away", now: false },
    { ...priya, words: "cover · now", now: true },
    { ...dana, words: "after 4 office hours", now: false },
  ],
  contacts: [ruth],
  can: ["post-message", "post-note", "settle", "hand-over", "snooze"],
  staff: [tom, lena, priya, dana],
};

export function messagesFake(state: string): Fake {
  return {
    threads: (name) => ({
      threads: state === "empty" ? [] : name === "mine" ? threads.filter((t) => t.mine) : threads,
      views: [
        { code: "mine", label: "For me", count: state === "empty" ? 0 : 2 },
        { code: "clients", label: "Clients", count: 34 },
        { code: "unanswered", label: "Unanswered", count: 5 },
      ],
    }),
    thread: (engagement) => ({
      ...thread,
      engagement: threads.find((t) => t.engagement.id === engagement)?.engagement ?? acme,
    }),
    postMessage: () => done("Sent."),
    postNote: () => done("Noted. Only the office sees it."),
  };
}
