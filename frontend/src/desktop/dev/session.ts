import type { view } from "../api";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { priya, status } from "./words";

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

/** Who sits at this computer, and how it joins a firm. */
export function sessionFake(state: string, theme: string): Fake {
  const fresh = {
    ...session,
    state: state === "new" ? "new" : state === "revoked" ? "revoked" : "on",
    theme,
  };
  return {
    session: () => ({
      ...fresh,
      footer: state === "share" ? "S: can’t be reached · 412 folders watched" : fresh.footer,
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
  };
}
