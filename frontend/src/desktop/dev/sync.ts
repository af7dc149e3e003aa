import type { view } from "../api";
import type { Fake } from "./bridge";
import { hold, spoiled } from "./files";
import { polling, root, swapped } from "./shares";
import { refused } from "./today";
import { at, done, never } from "./words";

const tied: view.SyncStatus = {
  state: "tied",
  label: "Tied out",
  detail: "2 s ago",
  since: at("1:52 PM"),
  last: at("2 s ago"),
  progress: 0,
  banner: "",
  waiting: [],
  refused: [],
  holds: [],
  roots: [root],
  failing: [],
  stopped: [],
  stoppedFiles: [],
  coming: [],
  line: {
    up: 0,
    down: 0,
    paused: false,
    until: "",
    always: false,
    metered: false,
    words: "Files use the whole connection",
  },
  filing: "Filing: this computer and Tom’s desk",
  noFiler: false,
  filers: [
    { name: "this computer", who: "Priya Raman", since: at("8:02 AM"), here: true },
    { name: "Tom’s desk", who: "Tom Okafor", since: at("8:31 AM"), here: false },
  ],
};

const waiting: view.QueueItem[] = [
  {
    id: "q1",
    words: "Accept “Payroll summary” for Elena Sandoval",
    why: "Waits for the relay",
    state: "waiting",
    engagement: "sandoval",
    moment: at("1:58 PM"),
    progress: 0,
    version: "",
    figures: "",
  },
  {
    id: "q2",
    words: "Vehicle questions.docx for Acme Ltd",
    why: "Resumes by itself.",
    state: "sending",
    engagement: "acme",
    moment: at("1:55 PM"),
    progress: 0.64,
    version: "t3-v",
    figures: "1.2 MB of 1.9 MB · 4 s left",
  },
  {
    id: "q3",
    words: "Move Pruitt Veterinary to Ready for delivery",
    why: "Waits behind the approval",
    state: "waiting",
    engagement: "pruitt",
    moment: at("1:54 PM"),
    progress: 0,
    version: "",
    figures: "",
  },
];

/** The same while nothing is sent. */
const resting = waiting.map((item) => ({
  ...item,
  state: "waiting",
  figures: item.progress ? "1.2 MB of 1.9 MB" : "",
}));

const coming: view.QueueItem[] = [
  {
    id: "c1",
    words: "File First Hudson 4471, December 2025.pdf",
    why: "Nobody is filing since 1:52 PM (EST). It is safe at the relay.",
    state: "nobody-filing",
    engagement: "acme",
    moment: at("2:28 PM"),
    progress: 0,
    version: "",
    figures: "",
  },
];

const syncs: Record<string, Partial<view.SyncStatus>> = {
  offline: {
    state: "offline",
    label: "Offline",
    detail: "3 changes waiting",
    last: at("1:52 PM"),
    waiting: resting,
    banner: "You’re offline. Keep working. Changes are signed on this computer and sent when you’re back.",
    filing: "Nobody is filing since 1:52 PM (EST)",
    noFiler: true,
    filers: [],
    coming,
  },
  full: {
    state: "offline",
    label: "Relay trouble",
    detail: "3 changes waiting",
    last: at("1:52 PM"),
    waiting: resting,
    banner:
      "The relay’s disk is full, so nothing was stored. Your work is safe on this computer and is sent again later. Tell whoever runs the relay.",
  },
  share: {
    state: "share-unreachable",
    label: "Share unreachable",
    detail: "since 1:52 PM",
    banner: "S: can’t be reached since 1:52 PM. You can read what is on this computer; filing waits.",
    roots: [{ ...root, state: "unreachable", label: "Unreachable", reason: "S: can’t be reached." }],
    filing: "Nobody is filing since 1:52 PM (EST)",
    noFiler: true,
    filers: [],
    coming,
  },
  swapped: {
    state: "share-unreachable",
    label: "Share not recognised",
    detail: "since 1:52 PM",
    banner: `Clients: ${swapped.reason} You can read what is on this computer; filing waits.`,
    roots: [swapped],
    filing: "Nobody is filing since 1:52 PM (EST)",
    noFiler: true,
    filers: [],
    coming,
  },
  nobody: {
    state: "nobody-filing",
    label: "Nobody is filing",
    detail: "3 files waiting",
    banner:
      "Nobody is filing since 1:52 PM (EST). What clients sent is safe at the relay and waits. Switch on a computer that has the share, or connect the share to this one.",
    filing: "Nobody is filing since 1:52 PM (EST)",
    noFiler: true,
    filers: [],
    coming: ["October", "November", "December"].flatMap((month) =>
      coming.map((item) => ({ ...item, id: month, words: `File First Hudson 4471, ${month} 2025.pdf` })),
    ),
  },
  coming: {
    coming: coming.map((item) => ({
      ...item,
      words: "File Acme 2025 backup.qbb",
      why: "It is on its way to this computer, and filed when all of it has arrived.",
      state: "filing",
      progress: 0.25,
      version: "f4-v",
      figures: "512.0 MB of 2.0 GB · 3 min left",
    })),
  },
  stuck: {
    state: "to-settle",
    label: "4 to settle",
    detail: "rest tied out",
    banner:
      "1 file that a client sent is safe at the relay and cannot be filed on the share. The share has no room left: make room on it, and the file is filed by itself.",
    coming: coming.map((item) => ({
      ...item,
      why: "It is safe at the relay. The share has no room left. Make room on it.",
      state: "filing-failed",
    })),
    stopped: [
      {
        id: "s1",
        words: "Acme Ltd, 2025 Form 1120-S: 2 files cannot be sent",
        why: "Its files say which, why, and what to do.",
        state: "held",
        engagement: "acme",
        moment: never,
        progress: 0,
        version: "",
        figures: "",
      },
      {
        id: "s2",
        words: "Pruitt Veterinary, 2025 Form 1120-S: the folder “To client” is not there",
        why: "It may have been renamed, so nothing is concluded from that: what was sent is still seen. Put it back, or make an empty one of that name, and you are asked about its files.",
        state: "held",
        engagement: "pruitt",
        moment: never,
        progress: 0,
        version: "",
        figures: "",
      },
    ],
  },
  restored: {
    state: "restored",
    label: "Relay restored",
    detail: "filing waits",
    banner:
      "The relay was restored from a backup. It gets back what it lost from the computers of the firm: leave them on. Until it has, nothing that clients send is filed and no deletion is believed.",
    filing: "Filing waits until the relay has back what it lost",
    filers: [],
  },
  refused: {
    state: "to-settle",
    label: "2 to settle",
    detail: "rest tied out",
    refused,
    waiting,
    holds: [hold],
  },
  spoiled: {
    state: "to-settle",
    label: "1 to settle",
    detail: "rest tied out",
    holds: [spoiled],
  },
  polling: { roots: [{ ...root, polling }] },
  paused: {
    state: "syncing",
    label: "Sending is paused",
    detail: "3 changes waiting",
    waiting: resting,
    line: {
      ...tied.line,
      paused: true,
      until: "2026-03-03T21:00:00Z",
      words: "Sending of files is paused until 4:00 PM (EST)",
    },
  },
  metered: {
    line: {
      ...tied.line,
      metered: true,
      words: "This connection is metered: large files wait for another one",
    },
  },
  limits: {
    line: {
      ...tied.line,
      up: 500_000,
      down: 2_000_000,
      words: "500 KB a second are sent at most, 2.0 MB a second are received at most",
    },
  },
};

/** The pill in the title bar, the list behind it, and what is decided there. */
export function syncFake(state: string): Fake {
  return {
    syncStatus: () => ({ ...tied, ...syncs[state] }),
    syncNow: () => undefined,
    pauseSending: () => undefined,
    resumeSending: () => undefined,
    setLineLimits: () => undefined,
    setMeteredSending: () => undefined,
    dismissRefused: () => undefined,
    sendHeld: () => done("Sent to Ruth"),
    decideHold: (_, __, withdraw) => done(withdraw ? "Taken back from Ruth" : "Kept for Ruth"),
  };
}
