import { useState } from "react";
import { useLocation } from "wouter";
import { api, type view } from "../api";
import { type Act, useAct } from "../useAct";
import { useReviewQueue } from "./queries";

export interface Decision {
  /** Approves at once, or asks first when notes are open. Undefined while it is not possible. */
  approve: (() => void) | undefined;
  /** Asks for the reason. */
  sendBack: (() => void) | undefined;
  submit: (() => void) | undefined;
  withdraw: (() => void) | undefined;
  discard: (() => void) | undefined;
  asking: "settle" | "return" | "discard" | null;
  close: () => void;
  settleAndApprove: () => void;
  sendBackBecause: (why: string) => void;
  discardNow: () => void;
  act: Act;
}

/** What may be decided about a draft, and doing it. An approval names the sum of the bytes on screen. */
export function useDecision(draft: view.DraftPage): Decision {
  const act = useAct();
  const [asking, setAsking] = useState<Decision["asking"]>(null);
  const [, navigate] = useLocation();
  const queue = useReviewQueue();
  const engagement = draft.engagement.id;
  const may = (code: string, start: () => void) => (draft.can.includes(code) ? start : undefined);
  const onward = () => {
    const rows = queue.data?.rows ?? [];
    const next = rows[rows.findIndex((r) => r.id === draft.id) + 1] ?? rows.find((r) => r.id !== draft.id);
    navigate(next ? `/review/${next.engagement.id}/${next.id}` : "/review");
  };
  const done = (then?: () => void) => ({
    engagement,
    onDone: () => {
      setAsking(null);
      then?.();
    },
  });
  const approve = (settle: boolean) =>
    act.run(() => api.approveDraft(engagement, draft.id, draft.sum, settle), done(onward));
  const shown = draft.here && draft.url !== "" && draft.newer === "";
  return {
    approve: shown
      ? may("approve-draft", () => (draft.open > 0 ? setAsking("settle") : approve(false)))
      : undefined,
    sendBack: may("return-draft", () => setAsking("return")),
    submit: may("submit-draft", () => act.run(() => api.submitDraft(engagement, draft.id), done())),
    withdraw: may("withdraw-approval", () =>
      act.run(() => api.withdrawApproval(engagement, draft.id), done()),
    ),
    discard: may("discard-draft", () => setAsking("discard")),
    asking,
    close: () => {
      setAsking(null);
      act.clear();
    },
    settleAndApprove: () => approve(true),
    sendBackBecause: (why) => act.run(() => api.returnDraft(engagement, draft.id, why), done(onward)),
    discardNow: () =>
      act.run(
        () => api.discardDraft(engagement, draft.id),
        done(() => navigate("/review")),
      ),
    act,
  };
}
