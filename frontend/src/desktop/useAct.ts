import { useMutation } from "@tanstack/react-query";
import { useToast } from "#/ui/Toast";
import { ApiError } from "./ApiError";
import type { Outcome } from "./api";
import { undoOf } from "./undo";

/** A call of the api: most answer with an Outcome, some with nothing. */
export type Call = (() => Promise<Outcome>) | (() => Promise<void>);

export interface ActOptions {
  /** The engagement that the act belongs to; it lets the toast offer Undo. */
  engagement?: string;
  /** After it was taken; the views are re-read by themselves. */
  onDone?: (outcome: Outcome | undefined) => void;
}

export interface Act {
  /** Starts a call. What it says goes to a toast; a refusal goes to `error`. Ignored while another one of this kind is under way. */
  run: (call: Call, options?: ActOptions) => void;
  busy: boolean;
  /** Why the last one was not taken. Show it beside what was pressed: see ActError. */
  error: ApiError | null;
  clear: () => void;
}

/** Does what a person asked for, one act at a time. */
export function useAct(): Act {
  const show = useToast();
  const mutation = useMutation<Outcome | undefined, ApiError, { call: Call; options: ActOptions }>({
    mutationFn: async ({ call }) => {
      try {
        return (await call()) ?? undefined;
      } catch (thrown) {
        throw ApiError.from(thrown);
      }
    },
    onSuccess: (outcome, { options }) => {
      if (outcome?.words) {
        const undo = undoOf(outcome, options.engagement);
        show({
          text: outcome.words,
          action: undo && {
            label: "Undo",
            keys: ["Ctrl", "Z"],
            onPress: () => mutation.mutate({ call: undo, options: {} }),
          },
        });
      }
      options.onDone?.(outcome);
    },
  });
  return {
    run: (call, options = {}) => {
      if (!mutation.isPending) mutation.mutate({ call, options });
    },
    busy: mutation.isPending,
    error: mutation.error,
    clear: mutation.reset,
  };
}
