import type { view } from "../api";
import type { Fake } from "./bridge";
import { root, swapped } from "./shares";
import { done } from "./words";

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
      label: "Not known on this computer",
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

/** What is set of the firm and of this computer. */
export function settingsFake(state: string, theme: string): Fake {
  return {
    settings: () => ({
      ...settings,
      theme,
      roots: state === "swapped" ? [swapped] : settings.roots,
      warning:
        state === "refused" ? "No keyring was found, so the key is in a file that only you can read." : "",
    }),
    setTheme: () => undefined,
    setKeys: () => undefined,
    setNotifications: () => undefined,
    setOutbound: () => done("What is saved waits for Release from now on."),
    setLanes: () => done("Folder names set."),
  };
}
