import { Ellipsis } from "lucide-react";
import { IconButton } from "#/ui/IconButton";
import { Menu, type MenuEntry } from "#/ui/Menu";
import type { view } from "../api";

const entries: readonly MenuEntry[] = [
  { id: "open", label: "Open" },
  { id: "reveal", label: "Show in its folder" },
  { id: "withdraw", label: "Take back from the client", danger: true },
];

/** What can be done with one file. */
export function FileMenu({ row, onAct }: { row: view.FileRow; onAct: (name: string) => void }) {
  const offered = entries.filter((entry) => row.can.includes(entry.id));
  if (offered.length === 0) return null;
  return (
    <Menu
      label={row.share.name}
      placement="bottom end"
      trigger={<IconButton label={`More for ${row.share.name}`} icon={Ellipsis} size="small" />}
      groups={[{ entries: offered }]}
      onAction={onAct}
    />
  );
}
