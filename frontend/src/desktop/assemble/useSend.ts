import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "../ApiError";
import { api, type view } from "../api";
import { useJob } from "../job";

export interface Send {
  job: view.Job | undefined;
  error: ApiError | null;
  /** Under way: started and not at its end. */
  busy: boolean;
  send: (order: view.AssembleOrder) => void;
  cancel: () => void;
}

/** Makes a draft in the background and tells when it is there. */
export function useSend(onMade: (draft: string) => void): Send {
  const [id, setId] = useState("");
  const job = useJob(id).data;
  const start = useMutation({
    mutationFn: (order: view.AssembleOrder) => api.startAssemble(order),
    onSuccess: (started) => setId(started.id),
  });
  const stop = useMutation({ mutationFn: () => api.cancelJob(id) });
  const made = job?.state === "done" ? job.result : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once per draft
  useEffect(() => {
    if (made) onMade(made);
  }, [made]);
  const failure = start.error ?? stop.error;
  return {
    job,
    error: failure ? ApiError.from(failure) : null,
    busy: start.isPending || job?.state === "running",
    send: (order) => {
      if (!start.isPending && job?.state !== "running") start.mutate(order);
    },
    cancel: () => stop.mutate(),
  };
}
