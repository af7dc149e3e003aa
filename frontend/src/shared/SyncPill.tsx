import { Check, CircleAlert, CloudOff, HardDrive, RefreshCw, Unplug } from "lucide-react";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import { Pill } from "#/ui/Pill";
import { count } from "./format";

/** What stands between the share and the portal, as one state. Times are in words, made by the caller. */
export type SyncState =
  | { kind: "tied"; ago: string }
  | { kind: "syncing"; done: number; total: number }
  | { kind: "offline"; waiting: number }
  | { kind: "share-gone"; since: string }
  | { kind: "to-settle"; conflicts: number }
  | { kind: "portal-off"; reading: string }
  | { kind: "checking" };

interface Look {
  icon: Icon;
  iconTone?: "accent" | "info";
  tone?: "warn" | "danger";
  title: string;
  detail: string;
}

function look(state: SyncState): Look {
  switch (state.kind) {
    case "tied":
      return { icon: Check, iconTone: "accent", title: "Tied out", detail: state.ago };
    case "syncing":
      return {
        icon: RefreshCw,
        iconTone: "info",
        title: "Syncing",
        detail: `${state.done} of ${count(state.total, "file")}`,
      };
    case "offline": {
      const detail = state.waiting ? `${count(state.waiting, "change")} waiting` : "nothing waiting";
      return { icon: CloudOff, tone: "warn", title: "Offline", detail };
    }
    case "share-gone":
      return { icon: HardDrive, tone: "warn", title: "Share unreachable", detail: `since ${state.since}` };
    case "to-settle":
      return {
        icon: CircleAlert,
        tone: "danger",
        title: `${state.conflicts} to settle`,
        detail: "rest tied out",
      };
    case "portal-off":
      return { icon: Unplug, title: "Portal off", detail: `reading ${state.reading} only` };
    case "checking":
      return { icon: RefreshCw, iconTone: "info", title: "Checking…", detail: "" };
  }
}

/** What is read aloud: changes with the state, never with each second or file. */
function spoken(state: SyncState): string {
  const { title, detail } = look(state);
  const steady = state.kind === "share-gone" || state.kind === "portal-off" ? ` ${detail}` : "";
  return title + steady;
}

export interface SyncPillProps {
  state: SyncState;
  /** Opens the list behind it. */
  onPress?: () => void;
}

export function SyncPill({ state, onPress }: SyncPillProps) {
  return (
    <span>
      <Pill {...look(state)} onPress={onPress} />
      <span role="status">
        <Hidden>{spoken(state)}</Hidden>
      </span>
    </span>
  );
}
