import { QueryClient } from "@tanstack/react-query";

/**
 * Go is the truth and says when it changed: nothing goes stale by itself and
 * nothing is asked again unless it is told to. Calls go to this computer, so
 * they run whether or not the network is there.
 */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
