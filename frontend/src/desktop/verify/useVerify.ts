import { useMutation } from "@tanstack/react-query";
import { ApiError } from "../ApiError";
import { api, type view } from "../api";

export interface Verify {
  /** Lets the person choose a file and checks it; choosing none changes nothing. */
  choose: () => void;
  busy: boolean;
  verdict: view.Verdict | null;
  error: ApiError | null;
}

export function useVerify(): Verify {
  const check = useMutation({
    mutationFn: async (before: view.Verdict | null) => {
      const path = await api.chooseFile("Choose a PDF to check");
      return path === "" ? before : api.verifyFile(path);
    },
  });
  return {
    choose: () => {
      if (!check.isPending) check.mutate(check.data ?? null);
    },
    busy: check.isPending,
    verdict: check.data ?? null,
    error: check.error ? ApiError.from(check.error) : null,
  };
}
