import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const mappingKeys = { sheet: (root: string) => ["mapping", root] as const };

/** Folders under a share that look like work files; on a large share this takes a while. */
export function useMapSheet(root: string) {
  return useQuery({ queryKey: mappingKeys.sheet(root), queryFn: () => api.mapSheet(root) });
}
