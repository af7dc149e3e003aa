import { Check, CircleAlert, CirclePause, CloudOff, HardDrive, Inbox, RefreshCw, Unplug } from "lucide-react";
import { Hidden } from "#/ui/Hidden";
import { Pill, type PillProps } from "#/ui/Pill";
import type { view } from "../api";

type Look = Pick<PillProps, "icon" | "tone" | "iconTone">;

const looks: Record<string, Look> = {
  tied: { icon: Check, iconTone: "accent" },
  syncing: { icon: RefreshCw, iconTone: "info" },
  offline: { icon: CloudOff, tone: "warn" },
  "share-unreachable": { icon: HardDrive, tone: "warn" },
  "nobody-filing": { icon: Inbox, tone: "warn" },
  "to-settle": { icon: CircleAlert, tone: "danger" },
  restored: { icon: RefreshCw, tone: "warn" },
  "portal-off": { icon: Unplug },
};
const checking: Look = { icon: RefreshCw, iconTone: "info" };
const paused: Look = { icon: CirclePause };

function lookOf(sync: view.SyncStatus | undefined): Look {
  if (sync?.state === "syncing" && sync.line.paused) return paused; // nothing moves
  return looks[sync?.state ?? ""] ?? checking;
}

/** The pill in the title bar, in Go's words. Read aloud only when the state changes, never each second. */
export function SyncState({ sync, onPress }: { sync: view.SyncStatus | undefined; onPress: () => void }) {
  const label = sync?.label ?? "Checking…";
  return (
    <>
      <Pill {...lookOf(sync)} title={label} detail={sync?.detail} onPress={onPress} />
      <span role="status">
        <Hidden>{label}</Hidden>
      </span>
    </>
  );
}
