import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const publishKeys = {
  queue: ["publish"] as const,
  sheet: (engagement: string, draft: string) => ["publish", engagement, draft] as const,
};

export function usePublishQueue() {
  return useQuery({ queryKey: publishKeys.queue, queryFn: () => api.publishQueue() });
}

/** What would be sent, and to whom. */
export function usePublishSheet(engagement: string, draft: string) {
  return useQuery({
    queryKey: publishKeys.sheet(engagement, draft),
    queryFn: () => api.publishSheet(engagement, draft),
  });
}
