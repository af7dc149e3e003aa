import { api, type Outcome } from "./api";

/** The acts that take another one back, by the name that Go gives in `Outcome.undo`. */
const acts: Record<string, (engagement: string, id: string) => Promise<Outcome>> = {
  "withdraw-request": (engagement, id) => api.withdrawRequest(engagement, id),
  "withdraw-approval": (engagement, id) => api.withdrawApproval(engagement, id),
  "complete-engagement": (engagement) => api.completeEngagement(engagement),
  "reopen-engagement": (engagement) => api.reopenEngagement(engagement),
  "set-status": (engagement) => api.setStatus(engagement, "", "", ""),
};

/** How to take an act back; undefined where Go offers nothing. */
export function undoOf(
  outcome: Outcome,
  engagement: string | undefined,
): (() => Promise<Outcome>) | undefined {
  const act = acts[outcome.undo];
  return act && engagement ? () => act(engagement, outcome.id) : undefined;
}
