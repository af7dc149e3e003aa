import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, call, newKey } from "../api";
import type { AnswerBody, Received } from "../api.gen";
import { keys } from "../keys";

export function useRequests(client: string) {
  return useQuery({
    queryKey: keys.requests(client),
    queryFn: () => call(api.GET("/portal/api/clients/{client}/requests", { params: { path: { client } } })),
  });
}

/** One key until the office has answered: a second press, or a reply that was lost, is still one act. */
function useOneKey(): [() => string, () => void] {
  const key = useRef<string>(undefined);
  const take = () => {
    key.current ??= newKey();
    return key.current;
  };
  return [take, () => (key.current = undefined)];
}

export interface AnswerTo {
  client: string;
  engagement: string;
  /** Without one, the files are something nobody asked for. */
  request?: string;
}

export interface Answer {
  answer: AnswerBody["answer"];
  uploads: string[];
  note: string;
}

/** Answers a request, or sends files that nobody asked for, and comes back with the receipt. */
export function useAnswer({ client, engagement, request }: AnswerTo) {
  const queries = useQueryClient();
  const [key, settled] = useOneKey();
  return useMutation({
    mutationFn: ({ answer, uploads, note }: Answer): Promise<Received> => {
      const body = { key: key(), uploads, note };
      if (request) {
        const path = { client, engagement, request };
        return call(
          api.POST("/portal/api/clients/{client}/engagements/{engagement}/requests/{request}/answer", {
            params: { path },
            body: { ...body, answer },
          }),
        );
      }
      return call(
        api.POST("/portal/api/clients/{client}/engagements/{engagement}/documents", {
          params: { path: { client, engagement } },
          body,
        }),
      );
    },
    onSuccess: () => {
      settled();
      return queries.invalidateQueries({ queryKey: keys.client(client) });
    },
  });
}
