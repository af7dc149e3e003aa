import {
  CircleQuestionMark,
  Ellipsis,
  FolderOpen,
  ReceiptText,
  Send,
  SquareArrowOutUpRight,
  Undo2,
} from "lucide-react";
import { IconButton } from "#/ui/IconButton";
import { Menu, type MenuEntry } from "#/ui/Menu";
import type { view } from "../api";

const entries: readonly MenuEntry[] = [
  { id: "open", label: "Open", icon: SquareArrowOutUpRight },
  { id: "reveal", label: "Show in its folder", icon: FolderOpen },
  { id: "receipt", label: "Receipt", icon: ReceiptText },
  { id: "explain", label: "Explain", hint: "Why it is where it is", icon: CircleQuestionMark },
  { id: "release", label: "Release", hint: "Let the client see it", icon: Send },
  { id: "send-now", label: "Send now", hint: "Do not wait any longer", icon: Send },
  { id: "release-after-all", label: "Release after all", icon: Send },
  { id: "share-again", label: "Release after all", hint: "As it was", icon: Send },
  { id: "pull-back", label: "Pull back", hint: "And say who opened it", icon: Undo2, danger: true },
  { id: "withdraw", label: "Take back from the client", icon: Undo2, danger: true },
];

/** What can be done with one file. */
export function FileMenu({ row, onAct }: { row: view.FileRow; onAct: (name: string) => void }) {
  const offered = entries.filter((entry) => row.can.includes(entry.id));
  if (offered.length === 0) return null;
  const name = row.share.name || row.client.name;
  return (
    <Menu
      label={name}
      placement="bottom end"
      trigger={<IconButton label={`More for ${name}`} icon={Ellipsis} size="small" />}
      groups={[{ entries: offered }]}
      onAction={onAct}
    />
  );
}
