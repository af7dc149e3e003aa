import type { view } from "../api";

/** The screen on which one works on it. */
export function placeOf({ kind, engagement, about }: view.TodayItem): string {
  switch (kind) {
    case "message":
      return `/messages/${engagement.id}`;
    case "review":
      return `/review/${engagement.id}/${about}`;
    case "arrived":
      return `/engagements/${engagement.id}?request=${about}`;
    default:
      return `/engagements/${engagement.id}`;
  }
}
