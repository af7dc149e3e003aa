import { BookCheck, ChartColumn, Layers, List, MessageSquare, Settings, Sun } from "lucide-react";
import { Router, useLocation } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { SyncPill } from "#/shared/SyncPill";
import { Navigation } from "#/ui/Navigation";
import { Routes } from "./routes";
import { Shell } from "./Shell";
import type { SectionEntry } from "./Sidebar";

const sections: readonly SectionEntry[] = [
  { id: "today", label: "Today", href: "/today", icon: Sun },
  { id: "engagements", label: "Engagements", href: "/engagements", icon: List },
  { id: "messages", label: "Messages", href: "/messages", icon: MessageSquare },
  { id: "review", label: "Review", href: "/review", icon: BookCheck },
  { id: "publish", label: "Publish", href: "/publish", icon: Layers },
  { id: "insights", label: "Insights", href: "/insights", icon: ChartColumn },
];
const foot: readonly SectionEntry[] = [{ id: "setup", label: "Setup", href: "/setup", icon: Settings }];

/** Routes live after `#`: the window's own scheme has no server that could answer a path. */
export function App() {
  return (
    <Router hook={useHashLocation}>
      <Frame />
    </Router>
  );
}

function Frame() {
  const [location, navigate] = useLocation();
  const current = location.split("/")[1] || "today";
  return (
    <Navigation navigate={navigate} useHref={hashHref}>
      <Shell
        sidebar={{ sections, footSections: foot, current, person: { name: "", role: "" } }}
        rail={current === "review" || current === "publish"}
        sync={<SyncPill state={{ kind: "checking" }} />}
        onSearch={() => navigate("/search")}
        notices={{ unread: 0, onPress: () => navigate("/notices") }}
        hints={[{ keys: ["?"], label: "all shortcuts" }]}
      >
        <Routes />
      </Shell>
    </Navigation>
  );
}

/** Links carry the `#`, so that "copy link" and middle click work too. */
function hashHref(path: string): string {
  return `#${path}`;
}
