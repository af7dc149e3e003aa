import { useLocation } from "wouter";
import { api, type view } from "../api";
import type { Act } from "../useAct";
import type { DialogName } from "./EngagementDialogs";

/** What the filled button of an engagement does, by the code that Go gives. */
export function usePrimary(
  { id, primary }: view.EngagementPage,
  act: Act,
  onDialog: (name: DialogName) => void,
): () => void {
  const [, navigate] = useLocation();
  const { code, target } = primary;
  const own = { engagement: id };
  const acts: Record<string, () => void> = {
    "remind-client": () => act.run(() => api.remindClient(id, []), own),
    "remind-signer": () => act.run(() => api.remindSigner(id, target), own),
    "accept-request": () => act.run(() => api.acceptRequest(id, target), own),
    "submit-draft": () => act.run(() => api.submitDraft(id, target), own),
    "complete-engagement": () => act.run(() => api.completeEngagement(id), own),
    "reopen-engagement": () => act.run(() => api.reopenEngagement(id), own),
    "ask-requests": () => onDialog("ask"),
    "map-work-file": () => onDialog("map"),
    "confirm-filing": () => onDialog("filing"),
    "set-status": () => onDialog("status"),
    "set-people": () => onDialog("people"),
    "set-due": () => onDialog("due"),
    "post-message": () => navigate(`/messages/${id}`),
    assemble: () => navigate(`/engagements/${id}/assemble`),
    "approve-draft": () => navigate(`/review/${id}/${target}`),
    "publish-draft": () => navigate(`/publish/${id}/${target}`),
  };
  return acts[code] ?? (() => undefined);
}
