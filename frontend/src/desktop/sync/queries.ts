import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const syncKeys = { all: ["sync"] as const };

/** How this computer, the share and the relay stand to each other. */
export function useSync() {
  return useQuery({ queryKey: syncKeys.all, queryFn: () => api.syncStatus() });
}
