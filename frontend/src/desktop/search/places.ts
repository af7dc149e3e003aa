import type { view } from "../api";

export interface Command {
  label: string;
  to: string;
}

const all: readonly Command[] = [
  { label: "New engagement", to: "/engagements/new" },
  { label: "New client", to: "/clients?new=1" },
  { label: "Go to Today", to: "/today" },
  { label: "Go to Engagements", to: "/engagements" },
  { label: "Go to Clients", to: "/clients" },
  { label: "Go to Messages", to: "/messages" },
  { label: "Go to Review", to: "/review" },
  { label: "Go to Publish", to: "/publish" },
  { label: "See what waits for the relay", to: "/sync" },
  { label: "Set up this computer", to: "/setup" },
  { label: "Set up the office share", to: "/setup/shares" },
  { label: "Manage staff and computers", to: "/setup/staff" },
  { label: "Check a sealed PDF", to: "/setup/check" },
];

/** Commands whose words contain what was typed; a few while nothing is. */
export function commands(text: string): readonly Command[] {
  const words = text.trim().toLowerCase();
  if (!words) return all.slice(0, 3);
  return all.filter((c) => c.label.toLowerCase().includes(words)).slice(0, 5);
}

/** Where a hit is shown. */
export function placeOf(hit: view.SearchResult): string {
  switch (hit.kind) {
    case "client":
      return `/clients/${hit.id}`;
    case "engagement":
      return `/engagements/${hit.id}`;
    case "request":
      return `/engagements/${hit.engagement}?request=${hit.id}`;
    case "file":
      return `/engagements/${hit.engagement}?file=${encodeURIComponent(hit.path)}`;
    default:
      return hit.path || "/today";
  }
}
