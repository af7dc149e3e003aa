import type { view } from "../api";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { hold } from "./engagement";
import { rows } from "./engagements";
import { refused } from "./today";
import { at, dana, done, lena, nobody, person, priya, ruth, status, tom } from "./words";

const session: view.Session = {
  state: "on",
  firm: "Lindqvist & Moore",
  me: priya,
  roles: ["manager", "administrator"],
  computer: "Priya’s laptop",
  relay: "relay.lm-cpa.example",
  version: "1.0.0",
  theme: "system",
  badges: { today: 11, messages: 2, review: 3, publish: 1 },
  pinned: [
    { id: "acme", label: "Acme Ltd", detail: "1120-S", status: status("waiting") },
    { id: "kestrel", label: "Kestrel Marine", detail: "1120-S", status: status("review") },
    { id: "birch", label: "Birchwood Dental", detail: "1120-S", status: status("preparation") },
    { id: "quarry", label: "Quarry Road", detail: "1065", status: status("signature") },
  ],
  footer: "S: reachable · 412 folders watched",
  warnings: [],
  can: ["administer", "work"],
  keys: { singleLetters: true },
  frame: true,
};

const root: view.RootView = {
  id: "root1",
  name: "Clients",
  path: "S:\\Clients",
  state: "ok",
  reason: "",
  polling: "",
  mapped: 128,
  since: at("Feb 2"),
  canWrite: true,
};

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
    waiting,
    banner: "You’re offline. Keep working. Changes are signed on this computer and sent when you’re back.",
    filing: "Nobody is filing since 1:52 PM (EST)",
    noFiler: true,
    filers: [],
    coming,
  },
  share: {
    state: "share-unreachable",
    label: "Share unreachable",
    detail: "since 1:52 PM",
    banner: "S: can’t be reached since 1:52 PM. You can read what is on this computer; filing waits.",
    roots: [{ ...root, state: "unreachable", reason: "S: can’t be reached." }],
    filing: "Nobody is filing since 1:52 PM (EST)",
    noFiler: true,
    filers: [],
    coming,
  },
  refused: {
    state: "to-settle",
    label: "2 to settle",
    detail: "rest tied out",
    refused,
    waiting,
    holds: [hold],
  },
};

const contact = (p: view.Person, email: string, active = true): view.ContactRow => ({
  ...p,
  email,
  phone: "+1 518 555 0142",
  active,
  invited: at("Jan 5"),
  pending: false,
});

const clients: view.ClientRow[] = [
  ["c-acme", "Acme Ltd", "AL", "A-104", "company", "Ruth Adeyemi, 1 more", 2],
  ["c-birch", "Birchwood Dental PC", "BD", "B-011", "company", "Dr. Amy Birch", 1],
  ["c-calloway", "Jon & Beth Calloway", "JC", "", "person", "Jon Calloway", 1],
  ["c-ingram", "Ingram Family Trust", "IT", "T-009", "trust", "", 0],
  [
    "c-long",
    "The Honourable Society of Northern Marine Underwriters and Associates International Holdings Inc.",
    "TH",
    "N-200",
    "company",
    "Nora Fernhill-Castellanos de la Torre, 4 more",
    1,
  ],
].map(([id, name, initials, code, type, contacts, open]) => ({
  id: String(id),
  name: String(name),
  initials: String(initials),
  code: String(code),
  type: String(type),
  contacts: String(contacts),
  open: Number(open),
  paused: id === "c-calloway",
  queued: false,
}));

const staffRow = (
  p: view.Person,
  email: string,
  roles: string[],
  more: Partial<view.StaffRow> = {},
): view.StaffRow => ({
  ...p,
  role: roles.join(", "),
  email,
  roles,
  active: true,
  awayFrom: "",
  awayUntil: "",
  cover: nobody,
  open: 12,
  computers: [
    { id: `pc-${p.id}`, name: `${p.first}’s desk`, added: at("Jan 4"), revoked: false, this: p.me },
  ],
  ...more,
});

const staff: view.StaffTable = {
  rows: [
    staffRow(dana, "dana@lm-cpa.example", ["partner"]),
    staffRow(priya, "priya@lm-cpa.example", ["manager", "administrator"]),
    staffRow(tom, "tom@lm-cpa.example", ["preparer"], { awayUntil: "2026-03-03T21:00:00Z", cover: priya }),
    staffRow(lena, "lena@lm-cpa.example", ["preparer"], { computers: [] }),
    staffRow(person("old", "Marcus Bell"), "marcus@lm-cpa.example", ["administrator"], {
      active: false,
      computers: [],
    }),
  ],
  can: ["add-staff", "set-roles", "remove-staff", "revoke-computer"],
};

const settings: view.Settings = {
  theme: "system",
  keys: { singleLetters: true },
  notifications: { arrivals: true, messages: true, review: true, signatures: false },
  roots: [
    root,
    {
      ...root,
      id: "root2",
      name: "Archive",
      path: "",
      state: "unbound",
      reason: "This computer does not know where it is.",
      mapped: 40,
    },
  ],
  lanes: {
    fromClient: "From client",
    toClient: "To client",
    forSignature: "For signature",
    signed: "Signed",
  },
  outbound: { how: "at-once", seconds: 0 },
  keyStorage: "The keyring of this computer",
  warning: "",
  dataFolder: "C:\\Users\\priya\\AppData\\Local\\Tieout",
  zone: "America/New_York",
  version: "1.0.0",
  can: ["set-lanes", "set-outbound", "add-root"],
};

const mapRow = (client: string, title: string, state: string, result: string, lanes = 4): view.MapRow => ({
  path: `${client}/${title}`,
  client,
  clientId: "",
  title,
  service: "1120-S",
  period: "2025",
  contact: client === "Eastgate Partners LP" ? "" : "Ruth Adeyemi",
  lanes,
  result,
  state,
  engagement: "",
  private: ["Workpapers", "Lacerte", "Partner notes.docx"],
  shared: ["From client: 11 files", "To client: 3 files", "For signature: empty", "Signed: empty"],
});

const sheet: view.MapSheet = {
  root: "root1",
  path: "S:\\Clients",
  summary: "read and write tested · 38,204 files in 1,962 folders",
  pattern: ["Client", "Engagement"],
  clients: 104,
  ready: 214,
  look: 11,
  off: 6,
  adds: 38,
  rows: [
    ...rows
      .slice(0, 7)
      .map((r, i) =>
        mapRow(r.client, r.title, "ready", i % 4 === 1 ? "Will add 1 folder" : "Ready", i % 4 === 1 ? 3 : 4),
      ),
    mapRow("Acme Ltd", "2024 Form 1120-S", "off", "Prior year, kept off"),
    mapRow("Eastgate Partners LP", "2025 Form 1065", "look", "Needs a contact"),
    mapRow("Hollis & Reed LLP", "2025 Form 1065", "look", "“From clnt” used as From client"),
  ],
};

export function firmFake(state: string, theme: string): Fake {
  const fresh = {
    ...session,
    state: state === "new" ? "new" : state === "revoked" ? "revoked" : "on",
    theme,
  };
  return {
    session: () => ({
      ...fresh,
      badges: state === "empty" ? { today: 0, messages: 0, review: 0, publish: 0 } : fresh.badges,
      warnings:
        state === "refused" ? ["This computer keeps its key in a file, because there is no keyring."] : [],
    }),
    connect: ({ relay, code }) => {
      if (/^http:/.test(relay))
        throw refusal(
          "insecure",
          "This address would send your firm’s keys in the clear.",
          "Use the address that starts with https://.",
        );
      if (code !== "1")
        throw refusal("bad-code", "That code doesn’t match, or it was used already.", "Ask for a new one.");
      fresh.state = "on";
      return fresh;
    },
    syncStatus: () => ({ ...tied, ...syncs[state] }),
    syncNow: () => undefined,
    pauseSending: () => undefined,
    resumeSending: () => undefined,
    setLineLimits: () => undefined,
    setMeteredSending: () => undefined,
    dismissRefused: () => undefined,
    sendHeld: () => done("Sent to Ruth"),
    decideHold: (_, withdraw) => done(withdraw ? "Taken back from Ruth" : "Kept for Ruth"),
    clients: (text) => {
      const kept =
        state === "empty" ? [] : clients.filter((c) => c.name.toLowerCase().includes(text.toLowerCase()));
      return { total: kept.length, rows: kept };
    },
    client: (id) => ({
      ...(clients.find((c) => c.id === id) ?? (clients[0] as view.ClientRow)),
      people: [
        contact(ruth, "ruth@acme.example"),
        contact(person("sam", "Sam Adeyemi", "Secretary"), "sam@acme.example", false),
      ],
      engagements: rows.slice(0, 2),
      only: [],
      can: ["rename-client", "invite-contact", "revoke-contact", "set-reminders", "set-client-access"],
    }),
    createClient: () => done("Acme Ltd is a client now. Ruth was invited.", "", "c-acme"),
    renameClient: () => done("Renamed."),
    inviteContact: () => done("Sam was invited."),
    revokeContact: () => done("Sam can no longer sign in."),
    setReminders: () => done("Reminders are paused."),
    setClientAccess: () => done("Only Dana and Priya see it now."),
    staff: () => staff,
    addStaff: () => done("Added.", "", "lena"),
    setRoles: () => done("Roles set."),
    removeStaff: () => done("Removed."),
    revokeComputer: () => done("That computer can no longer connect."),
    createEnrolmentCode: () => {
      if (state === "offline")
        throw refusal(
          "offline",
          "A code needs the relay, and it does not answer.",
          "Try again when you’re back.",
        );
      return {
        code: "H7KD-2QRM-9XTC",
        relay: "relay.lm-cpa.example",
        expires: at("tomorrow, 2:30 PM"),
      };
    },
    setAway: () => done("You’re away until 4:00 PM. Lena covers."),
    settings: () => ({
      ...settings,
      theme,
      warning:
        state === "refused" ? "No keyring was found, so the key is in a file that only you can read." : "",
    }),
    setTheme: () => undefined,
    setKeys: () => undefined,
    setNotifications: () => undefined,
    setOutbound: () => done("What is saved waits for Release from now on."),
    setLanes: () => done("Folder names set."),
    chooseFolder: () => "S:\\Clients",
    addRoot: () => done("S:\\Clients is mapped.", "", "root1"),
    bindRoot: () => undefined,
    unbindRoot: () => undefined,
    mapSheet: () => sheet,
    mapFolders: () => ({
      id: "j1",
      state: "running",
      words: "Mapping 12 of 214",
      progress: 0.06,
      result: "",
      code: "",
      message: "",
      hint: "",
      part: 0,
    }),
    search: (text) => ({
      recent: text === "",
      results: [
        {
          kind: "client",
          id: "c-acme",
          engagement: "",
          title: "Acme Ltd",
          detail: "A-104 · Ruth Adeyemi",
          status: status(""),
          path: "",
        },
        {
          kind: "engagement",
          id: "acme",
          engagement: "acme",
          title: "Acme Ltd 2025 Form 1120-S",
          detail: "due Mar 16",
          status: status("waiting"),
          path: "",
        },
        {
          kind: "file",
          id: "f1",
          engagement: "acme",
          title: "2025 trial balance.xlsx",
          detail: "Acme Ltd · From client",
          status: status(""),
          path: "From client/2025 trial balance.xlsx",
        },
      ].filter((r) => r.title.toLowerCase().includes(text.toLowerCase())),
    }),
  };
}
