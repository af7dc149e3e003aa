import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, call, newKey } from "../api";
import type { Thread } from "../api.gen";
import { keys } from "../keys";

/** Every conversation; an engagement is one. */
export function useMessages(client: string) {
  return useQuery({
    queryKey: keys.messages(client),
    queryFn: () => call(api.GET("/portal/api/clients/{client}/messages", { params: { path: { client } } })),
  });
}

/** Writes to the office. The same words sent again after a lost reply are one message. */
export function usePost(client: string, engagement: string) {
  const queries = useQueryClient();
  const key = useRef<string>(undefined);
  return useMutation({
    mutationFn: (text: string) => {
      key.current ??= newKey();
      return call(
        api.POST("/portal/api/clients/{client}/engagements/{engagement}/messages", {
          params: { path: { client, engagement } },
          body: { key: key.current, text },
        }),
      );
    },
    onSuccess: () => {
      key.current = undefined;
      return queries.invalidateQueries({ queryKey: keys.messages(client) });
    },
  });
}

/** Says that a thread was read, once it is in front of somebody. */
export function useRead(client: string, thread: Thread | undefined): void {
  const queries = useQueryClient();
  const engagement = thread?.engagement;
  const unread = thread?.unread ?? 0;
  useEffect(() => {
    if (!engagement || unread === 0 || document.visibilityState !== "visible") return;
    const path = { client, engagement };
    call(
      api.POST("/portal/api/clients/{client}/engagements/{engagement}/messages/read", { params: { path } }),
    )
      .then(() => {
        void queries.invalidateQueries({ queryKey: keys.messages(client) });
        void queries.invalidateQueries({ queryKey: keys.welcome });
      })
      .catch(() => undefined); // it stays unread, which is harmless
  }, [queries, client, engagement, unread]);
}
