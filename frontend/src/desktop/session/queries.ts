import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "../ApiError";
import { api, type view } from "../api";
import { go } from "../location";

export const sessionKeys = { all: ["session"] as const };

/** Who sits here, and what the frame of the window shows. */
export function useSession() {
  return useQuery({ queryKey: sessionKeys.all, queryFn: () => api.session() });
}

/** Joins this computer to a firm. Everything is read anew, and the next step is to say where the share is. */
export function useConnect() {
  const queries = useQueryClient();
  return useMutation<view.Session, ApiError, view.Enrolment>({
    mutationFn: (enrolment) => api.connect(enrolment),
    onSuccess: () => {
      go("/setup/shares");
      return queries.invalidateQueries();
    },
  });
}
