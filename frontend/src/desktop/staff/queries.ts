import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const staffKeys = { all: ["staff"] as const };

export function useStaff() {
  return useQuery({ queryKey: staffKeys.all, queryFn: () => api.staff() });
}
