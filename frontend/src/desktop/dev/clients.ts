import type { view } from "../api";
import type { Fake } from "./bridge";
import { rows } from "./engagements";
import { at, done, person, ruth } from "./words";

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

/** The firm’s clients and their contacts. */
export function clientsFake(state: string): Fake {
  return {
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
  };
}
