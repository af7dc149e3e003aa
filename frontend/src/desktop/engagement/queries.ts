import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const engagementPageKeys = {
  page: (id: string) => ["engagement", id] as const,
  files: (id: string) => ["files", id] as const,
};

export function useEngagement(id: string) {
  return useQuery({ queryKey: engagementPageKeys.page(id), queryFn: () => api.engagement(id) });
}

/** The share beside what the client sees; it looks at the share and may take a moment. */
export function useFiles(id: string) {
  return useQuery({ queryKey: engagementPageKeys.files(id), queryFn: () => api.files(id) });
}
