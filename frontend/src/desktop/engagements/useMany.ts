import { useMutation } from "@tanstack/react-query";
import { useToast } from "#/ui/Toast";
import { ApiError } from "../ApiError";
import type { Outcome, view } from "../api";

type Row = view.EngagementRow;

export interface Failed {
  row: Row;
  error: ApiError;
}

interface Job {
  verb: string;
  call: (row: Row) => Promise<Outcome>;
}

/** Does the same to many rows, one after the other; what is refused does not stop the rest. */
export function useMany(rows: readonly Row[]) {
  const show = useToast();
  const mutation = useMutation<{ taken: number; failures: Failed[] }, Error, Job>({
    mutationFn: async ({ call }) => {
      const failures: Failed[] = [];
      for (const row of rows) {
        await call(row).catch((thrown) => failures.push({ row, error: ApiError.from(thrown) }));
      }
      return { taken: rows.length - failures.length, failures };
    },
    onSuccess: ({ taken }, { verb }) => {
      if (taken) show({ text: `${taken} ${verb}` });
    },
  });
  return {
    run: (verb: string, call: Job["call"]) => {
      if (!mutation.isPending) mutation.mutate({ verb, call });
    },
    busy: mutation.isPending,
    taken: mutation.data?.taken ?? 0,
    failures: mutation.data?.failures ?? [],
    clear: mutation.reset,
  };
}
