import { useQueries, useQuery } from "@tanstack/react-query";
import { ApiError } from "../ApiError";
import { api, type view } from "../api";
import type { PlanPart } from "./plan";

export const assembleKeys = {
  sheet: (engagement: string) => ["assemble", engagement] as const,
  part: (engagement: string, path: string, tries: number) =>
    ["assemble", engagement, "part", path, tries] as const,
};

/** What a draft can be made of; it looks at the share. */
export function useAssembleSheet(engagement: string) {
  return useQuery({
    queryKey: assembleKeys.sheet(engagement),
    queryFn: () => api.assembleSheet(engagement),
  });
}

/** What was found in each part; a part that is still read has neither. */
export interface Checked {
  check?: view.PartCheck;
  error?: ApiError;
  again: () => void;
}

/** Looks into every part, each once. Passwords never become part of a key. */
export function usePartChecks(engagement: string, parts: readonly PlanPart[]): ReadonlyMap<string, Checked> {
  const results = useQueries({
    queries: parts.map((part) => ({
      queryKey: assembleKeys.part(engagement, part.path, part.tries),
      queryFn: () => api.checkPart(engagement, part.path, part.password),
    })),
  });
  return new Map(
    parts.map((part, i) => {
      const result = results[i];
      const error = result?.error ? ApiError.from(result.error) : undefined;
      return [part.key, { check: result?.data, error, again: () => void result?.refetch() }];
    }),
  );
}

/** Where the bytes of a file of the work file are to be had, for looking at. */
export function bytesOf(engagement: string, path: string): string {
  return `/files/part/${[engagement, ...path.split("/")].map(encodeURIComponent).join("/")}`;
}

/** Pictures can be parts too: each becomes a page. */
export function isPicture(path: string): boolean {
  return /\.(jpe?g|png|tiff?|webp)$/i.test(path);
}
