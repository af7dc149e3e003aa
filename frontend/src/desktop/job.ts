import { useQuery } from "@tanstack/react-query";
import { api } from "./api";

const lookMs = 400;

export const jobKeys = { one: (id: string) => ["job", id] as const };

/** Work in the background, looked at until it ends. Pass "" while there is none. */
export function useJob(id: string) {
  return useQuery({
    queryKey: jobKeys.one(id),
    queryFn: () => api.job(id),
    enabled: id !== "",
    refetchInterval: ({ state }) => (state.data && state.data.state !== "running" ? false : lookMs),
  });
}
