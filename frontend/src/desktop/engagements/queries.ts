import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type view } from "../api";

export const engagementKeys = {
  table: (query: view.EngagementQuery) => ["engagements", query] as const,
  options: ["engagements", "options"] as const,
  plan: (client: string, service: string, period: string) =>
    ["engagements", "plan", client, service, period] as const,
};

/** The table; the rows of before stay while it narrows. */
export function useEngagements(query: view.EngagementQuery) {
  return useQuery({
    queryKey: engagementKeys.table(query),
    queryFn: () => api.engagements(query),
    placeholderData: keepPreviousData,
  });
}

export function useNewEngagementOptions() {
  return useQuery({ queryKey: engagementKeys.options, queryFn: () => api.newEngagementOptions() });
}

/** What Tieout proposes, once client, service and period are known. */
export function usePlan(client: string, service: string, period: string) {
  return useQuery({
    queryKey: engagementKeys.plan(client, service, period),
    queryFn: () => api.suggestEngagement(client, service, period),
    enabled: Boolean(client && service && period),
  });
}
