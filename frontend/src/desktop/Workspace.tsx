import { BookCheck, Building2, Layers, List, MessageSquare, Settings, Sun } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { nativeWindow, type view } from "./api";
import { HelpDialog } from "./HelpDialog";
import { useKeyHints, useScreenKeys } from "./keyHints";
import { Routes } from "./routes";
import { ScreenBoundary } from "./ScreenBoundary";
import { Shell } from "./Shell";
import type { SectionEntry, SidebarProps } from "./Sidebar";
import { SearchPalette } from "./search/SearchPalette";
import { sign } from "./status";
import { useSync } from "./sync/queries";
import { SyncBanner } from "./sync/SyncBanner";
import { SyncState } from "./sync/SyncState";
import { useCramped } from "./useMedia";

const foot: readonly SectionEntry[] = [{ id: "setup", label: "Setup", href: "/setup", icon: Settings }];
const controls = {
  onMinimise: nativeWindow.minimise,
  onMaximise: nativeWindow.maximise,
  onClose: nativeWindow.close,
};

/** The window of somebody who belongs to a firm: its frame, and the screen of the address. */
export function Workspace({ session }: { session: view.Session }) {
  const [location, navigate] = useLocation();
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const sync = useSync();
  const cramped = useCramped();
  const section = location.split("/")[1] || "today";
  const notices = (sync.data?.refused.length ?? 0) + (sync.data?.holds.length ?? 0) + session.warnings.length;
  useScreenKeys([
    { press: "?", label: "all shortcuts", order: 9, act: () => setHelping(true) },
    ...places.map(([letter, label, to]) => ({
      press: `g ${letter}`,
      label: `go to ${label}`,
      act: () => navigate(to),
      order: 8,
      quiet: true,
    })),
  ]);
  const hints = useKeyHints().filter((hint) => !hint.quiet);
  return (
    <>
      <Shell
        sidebar={sidebar(session, section)}
        rail={cramped || section === "review" || section === "publish" || location.endsWith("/assemble")}
        sync={<SyncState sync={sync.data} onPress={() => navigate("/sync")} />}
        onSearch={() => setSearching(true)}
        notices={{ unread: notices, onPress: () => navigate("/sync") }}
        window={session.frame ? controls : undefined}
        hints={hints}
        footnote={session.footer}
        banner={<SyncBanner sync={sync.data} />}
      >
        <ScreenBoundary place={location}>
          <Routes />
        </ScreenBoundary>
      </Shell>
      {searching && <SearchPalette onClose={() => setSearching(false)} />}
      <HelpDialog open={helping} onClose={() => setHelping(false)} />
    </>
  );
}

const places = [
  ["t", "Today", "/today"],
  ["e", "Engagements", "/engagements"],
  ["m", "Messages", "/messages"],
  ["r", "Review", "/review"],
  ["p", "Publish", "/publish"],
  ["c", "Clients", "/clients"],
  ["s", "Setup", "/setup"],
] as const;

function sidebar({ badges, pinned, me }: view.Session, current: string): Omit<SidebarProps, "rail"> {
  return {
    sections: [
      { id: "today", label: "Today", href: "/today", icon: Sun, count: badges.today },
      { id: "engagements", label: "Engagements", href: "/engagements", icon: List },
      { id: "clients", label: "Clients", href: "/clients", icon: Building2 },
      { id: "messages", label: "Messages", href: "/messages", icon: MessageSquare, count: badges.messages },
      { id: "review", label: "Review", href: "/review", icon: BookCheck, count: badges.review },
      { id: "publish", label: "Publish", href: "/publish", icon: Layers, count: badges.publish },
    ],
    footSections: foot,
    current,
    pinned: pinned.map((pin) => ({
      id: pin.id,
      client: pin.label,
      engagement: pin.detail,
      href: `/engagements/${pin.id}`,
      status: sign(pin.status.code),
    })),
    person: { name: me.name, role: me.role },
  };
}
