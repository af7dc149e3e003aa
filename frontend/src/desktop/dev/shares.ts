import type { view } from "../api";
import type { Fake } from "./bridge";
import { rows } from "./engagements";
import { at, done } from "./words";

/** Why saves on a network share are not noticed at once. */
export const polling =
  "Network shares do not tell of every change. A save is noticed within 30 seconds; a file that is rewritten in place after a quiet time, within 60 minutes.";

/** The office share as this computer has it. */
export const root: view.RootView = {
  id: "root1",
  name: "Clients",
  path: "S:\\Clients",
  state: "ok",
  label: "Reachable",
  reason: "",
  polling: "",
  mapped: 128,
  since: at("Feb 2"),
  canWrite: true,
};

/** A share that lost the file by which it is known. */
export const swapped: view.RootView = {
  ...root,
  state: "swapped",
  label: "Not recognised",
  reason:
    "The file by which this share is known is gone. Nothing there is touched; choose its folder again in Setup if it is the right one.",
  canWrite: false,
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

/** The office share: where it is, and the folders on it that look like work files. */
export function sharesFake(): Fake {
  return {
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
  };
}
