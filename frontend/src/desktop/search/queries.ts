import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const searchKeys = { text: (text: string) => ["search", text] as const };

/** The best hits; with nothing typed, the last ones opened. */
export function useSearch(text: string) {
  return useQuery({
    queryKey: searchKeys.text(text),
    queryFn: () => api.search(text),
    placeholderData: keepPreviousData,
  });
}
