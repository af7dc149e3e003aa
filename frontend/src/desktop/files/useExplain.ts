import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, onChanged } from "../api";

/** Why a file is where it is. The key is one of the files' views, so that the answer follows the share. */
export function useExplain(engagement: string, what: string) {
  return useQuery({
    queryKey: ["files", engagement, "explain", what],
    queryFn: () => api.explainFile(engagement, what),
    enabled: what !== "",
    retry: false,
  });
}

/** Hears of the first of the files that are dropped on the window. */
export function useDropped(take: (path: string) => void): void {
  useEffect(
    () =>
      onChanged(({ dropped }) => {
        const [path] = dropped ?? [];
        if (path) take(path);
      }),
    [take],
  );
}
