import {
  CalendarDays,
  CheckCheck,
  FolderInput,
  FolderOpen,
  Landmark,
  Layers,
  Lock,
  Pin,
  Plus,
  RotateCcw,
  Route,
  UsersRound,
} from "lucide-react";
import type { MenuEntry, MenuGroup } from "#/ui/Menu";
import type { view } from "../api";

/** Everything else that this person may do with an engagement. */
export function menuGroups({ can, pinned, workFile }: view.EngagementPage): MenuGroup[] {
  const may = (name: string, entry: MenuEntry): MenuEntry[] => (can.includes(name) ? [entry] : []);
  const groups: MenuEntry[][] = [
    [
      ...may("ask-requests", { id: "ask", label: "Ask for more", icon: Plus, keys: ["N"] }),
      ...may("assemble", { id: "assemble", label: "Assemble a draft", icon: Layers }),
      ...may("confirm-filing", { id: "filing", label: "Note a filing confirmation", icon: Landmark }),
    ],
    [
      ...may("set-status", { id: "status", label: "Move status", icon: Route, keys: ["S"] }),
      ...may("set-due", { id: "due", label: "Change due date", icon: CalendarDays }),
      ...may("set-people", { id: "people", label: "Change who works on it", icon: UsersRound }),
      ...may("set-engagement-access", { id: "access", label: "Restrict who sees it", icon: Lock }),
    ],
    [
      ...(workFile.local ? [{ id: "open-folder", label: "Open folder", icon: FolderOpen, keys: ["O"] }] : []),
      ...may("map-work-file", {
        id: "map",
        label: workFile.path ? "Map another folder" : "Map its folder",
        icon: FolderInput,
      }),
      { id: "pin", label: pinned ? "Unpin" : "Pin under the navigation", icon: Pin },
    ],
    [
      ...may("complete-engagement", { id: "complete", label: "Complete", icon: CheckCheck }),
      ...may("reopen-engagement", { id: "reopen", label: "Reopen", icon: RotateCcw }),
    ],
  ];
  return groups.filter((entries) => entries.length > 0).map((entries) => ({ entries }));
}
