import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const syncKeys = { all: ["sync"] as const };

/** How long "3 min ago" stays true. Asking again is a call on this computer; nothing goes over a line. */
const tick = 30_000;

/** How this computer, the share and the relay stand to each other. It changes with what happens, and with the clock. */
export function useSync() {
  return useQuery({ queryKey: syncKeys.all, queryFn: () => api.syncStatus(), refetchInterval: tick });
}
