import { Button } from "#/ui/Button";
import type { view } from "../api";

/** What can be done at once with a file on its way out, each with the words for it. */
export const outboundActs: Record<string, { label: string; busy: string }> = {
  release: { label: "Release", busy: "Releasing" },
  "send-now": { label: "Send now", busy: "Sending" },
  "release-after-all": { label: "Release after all", busy: "Releasing" },
  "pull-back": { label: "Pull back", busy: "Pulling back" },
};

/** Whether the client may have seen the version that would be pulled back: a person is asked then. */
export const wasOut = (row: view.FileRow) => row.code !== "goes-out" && row.code !== "waits-release";

/** The buttons in the line under a file that is on its way out. */
export function OutboundActs({ row, onAct }: { row: view.FileRow; onAct: (name: string) => void }) {
  return Object.entries(outboundActs)
    .filter(([name]) => row.can.includes(name))
    .map(([name, { label }]) => (
      <Button key={name} size="small" onPress={() => onAct(name)}>
        {label}
      </Button>
    ));
}
