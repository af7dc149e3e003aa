import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const settingsKeys = { all: ["settings"] as const };

export function useSettings() {
  return useQuery({ queryKey: settingsKeys.all, queryFn: () => api.settings() });
}
