import { useState } from "react";
import type { view } from "../api";
import { asked, drafts, type RequestDraft } from "../requests/drafts";
import { useParam } from "../useParam";
import { usePlan } from "./queries";

const empty: Partial<view.NewEngagement> = {};

/** A new engagement as it is being written: what was typed, else what Tieout proposes. */
export function useNewEngagement(options: view.NewEngagementOptions) {
  const [client] = useParam("client");
  const [typed, setTyped] = useState<Partial<view.NewEngagement>>(client ? { client } : empty);
  const [requests, setRequests] = useState<RequestDraft[]>([]);
  const proposed = usePlan(typed.client ?? "", typed.service ?? "", typed.period ?? "");
  const plan = proposed.data;
  const order: view.NewEngagement = {
    client: "",
    service: "",
    period: "",
    partner: "",
    manager: "",
    preparer: "",
    makeFolder: true,
    title: plan?.title ?? "",
    due: plan?.due ?? "",
    root: plan?.root ?? "",
    path: plan?.path ?? "",
    ...typed,
    requests: asked(requests),
  };
  return {
    order,
    plan,
    template: options.templates.find((t) => t.service === order.service),
    requests,
    setRequests,
    set: (change: Partial<view.NewEngagement>) => setTyped((before) => ({ ...before, ...change })),
    /** A service brings the requests of its template. */
    setService: (service: string) => {
      setTyped((before) => ({ ...before, service }));
      setRequests(drafts(options.templates.find((t) => t.service === service)?.requests ?? []));
    },
    ready: Boolean(order.client && order.service && order.period.trim() && order.title.trim()),
  };
}
