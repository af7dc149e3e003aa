import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const messageKeys = {
  threads: (name: string) => ["threads", name] as const,
  thread: (engagement: string) => ["thread", engagement] as const,
};

/** Conversations: "mine", "clients" or "unanswered". */
export function useThreads(name: string) {
  return useQuery({
    queryKey: messageKeys.threads(name),
    queryFn: () => api.threads(name),
    placeholderData: keepPreviousData,
  });
}

export function useThread(engagement: string) {
  return useQuery({ queryKey: messageKeys.thread(engagement), queryFn: () => api.thread(engagement) });
}
