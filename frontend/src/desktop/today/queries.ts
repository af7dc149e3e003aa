import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const todayKeys = {
  all: ["today"] as const,
  arrival: (engagement: string, about: string) => ["arrival", engagement, about] as const,
};

export function useToday() {
  return useQuery({ queryKey: todayKeys.all, queryFn: () => api.today() });
}

/** What a client sent: `about` is a request or a document. */
export function useArrival(engagement: string, about: string) {
  return useQuery({
    queryKey: todayKeys.arrival(engagement, about),
    queryFn: () => api.arrival(engagement, about),
  });
}
