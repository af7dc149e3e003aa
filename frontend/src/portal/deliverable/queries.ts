import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Signature } from "#/shared/sign/signature";
import { api, call } from "../api";
import type { Deliverable } from "../api.gen";
import { keys } from "../keys";

/** Which document, for whom. */
export interface At {
  client: string;
  engagement: string;
  deliverable: string;
}

export function useDeliverable(at: At) {
  return useQuery({
    queryKey: keys.deliverable(at.client, at.deliverable),
    queryFn: () =>
      call(
        api.GET("/portal/api/clients/{client}/engagements/{engagement}/deliverables/{deliverable}", {
          params: { path: { ...at } },
        }),
      ),
  });
}

function useStep<T>(at: At, step: (given: T) => Promise<Deliverable>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSuccess: (now) => {
      queries.setQueryData(keys.deliverable(at.client, at.deliverable), now);
      return queries.invalidateQueries({ queryKey: keys.client(at.client) });
    },
    // What was refused may have changed meanwhile: a corrected version, another signer.
    onError: () => queries.invalidateQueries({ queryKey: keys.deliverable(at.client, at.deliverable) }),
  });
}

/** Agrees to sign electronically: names the text and the bytes that were shown. */
export function useConsent(at: At) {
  return useStep(at, (shown: Deliverable) =>
    call(
      api.POST("/portal/api/clients/{client}/engagements/{engagement}/deliverables/{deliverable}/consent", {
        params: { path: { ...at } },
        body: { sum: shown.sum, text: shown.consent.digest },
      }),
    ),
  );
}

/** Strokes in a unit square from the upper left, as the office keeps them. */
export function inkOf(signature: Signature): number[][] | undefined {
  if (signature.kind === "typed") return undefined;
  const unit = (n: number) => Math.round(Math.min(1, Math.max(0, n)) * 10_000) / 10_000;
  return signature.strokes
    .filter((stroke) => stroke.length > 1)
    .map((stroke) => stroke.flatMap(([x, y]) => [unit(x / signature.width), unit(y / signature.height)]));
}

/** Signs all of one's fields at once, on exactly the bytes and places that were shown. */
export function useSign(at: At) {
  return useStep(at, ({ shown, signature }: { shown: Deliverable; signature: Signature }) =>
    call(
      api.POST("/portal/api/clients/{client}/engagements/{engagement}/deliverables/{deliverable}/sign", {
        params: { path: { ...at } },
        body: { sum: shown.sum, plan: shown.plan, name: signature.name.trim(), ink: inkOf(signature) },
      }),
    ),
  );
}

export function useDecline(at: At) {
  return useStep(at, ({ shown, why }: { shown: Deliverable; why: string }) =>
    call(
      api.POST("/portal/api/clients/{client}/engagements/{engagement}/deliverables/{deliverable}/decline", {
        params: { path: { ...at } },
        body: { sum: shown.sum, why },
      }),
    ),
  );
}
