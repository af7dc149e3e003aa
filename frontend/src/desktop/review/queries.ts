import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const draftKeys = {
  queue: ["review"] as const,
  one: (engagement: string, draft: string) => ["draft", engagement, draft] as const,
};

export function useReviewQueue() {
  return useQuery({ queryKey: draftKeys.queue, queryFn: () => api.reviewQueue() });
}

/** A draft, with its bytes fetched where they were not here. Pass "" for the draft while there is none. */
export function useDraft(engagement: string, draft: string) {
  return useQuery({
    queryKey: draftKeys.one(engagement, draft),
    queryFn: () => api.draft(engagement, draft),
    enabled: draft !== "",
  });
}
