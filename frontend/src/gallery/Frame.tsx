import { BookCheck, ChartColumn, Layers, List, MessageSquare, Settings, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Shell, type ShellProps } from "#/desktop/Shell";
import { SyncPill } from "#/shared/SyncPill";

const sections = [
  { id: "today", label: "Today", href: "/today", icon: Sun, count: 13 },
  { id: "engagements", label: "Engagements", href: "/engagements", icon: List },
  { id: "messages", label: "Messages", href: "/messages", icon: MessageSquare, count: 2 },
  { id: "review", label: "Review", href: "/review", icon: BookCheck, count: 3 },
  { id: "publish", label: "Publish", href: "/publish", icon: Layers, count: 1 },
  { id: "insights", label: "Insights", href: "/insights", icon: ChartColumn },
];
const pinned = [
  { id: "1", client: "Acme Ltd", engagement: "1120-S", href: "/e/1", status: "waiting" as const },
  { id: "2", client: "Kestrel Marine", engagement: "1120-S", href: "/e/2", status: "reviewing" as const },
  { id: "3", client: "Birchwood Dental", engagement: "1120-S", href: "/e/3", status: "preparing" as const },
  { id: "4", client: "Quarry Road", engagement: "1065", href: "/e/4", status: "signing" as const },
];
const nothing = () => undefined;

/** The desktop shell with canned people, for the sample screens. */
export function Frame(props: Partial<ShellProps> & { current: string; children: ReactNode }) {
  const { current, ...rest } = props;
  return (
    <Shell
      sidebar={{
        sections,
        footSections: [{ id: "setup", label: "Setup", href: "/setup", icon: Settings }],
        current,
        pinned,
        person: { name: "Priya Raman", role: "Manager" },
      }}
      sync={<SyncPill state={{ kind: "tied", ago: "2 s ago" }} onPress={nothing} />}
      onSearch={nothing}
      notices={{ unread: 0, onPress: nothing }}
      window={{ onMinimise: nothing, onMaximise: nothing, onClose: nothing }}
      hints={[{ keys: ["?"], label: "all shortcuts" }]}
      footnote="S: reachable · 412 folders watched"
      {...rest}
    />
  );
}
