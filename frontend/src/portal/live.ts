import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "./keys";

const again = 5_000;

/**
 * Re-reads what a client's pages show whenever the server says that something
 * changed, and when the window comes back into sight. What the stream carries
 * is only compared; the pages read the truth.
 */
export function listen(queries: QueryClient, client: string): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: string | undefined;

  const reread = () => {
    void queries.invalidateQueries({ queryKey: keys.client(client) });
    void queries.invalidateQueries({ queryKey: keys.welcome });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource(`/portal/api/clients/${encodeURIComponent(client)}/live`);
    source.addEventListener("hint", (event) => {
      const { seq } = JSON.parse(event.data) as { seq: string };
      if (last !== undefined && seq !== last) reread();
      last = seq;
    });
    source.addEventListener("end", () => {
      close();
      void queries.invalidateQueries({ queryKey: keys.welcome });
    });
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return; // it connects again by itself
      close();
      timer = setTimeout(open, again);
    });
  };
  const seen = () => (document.visibilityState === "visible" ? open() : close());
  document.addEventListener("visibilitychange", seen);
  addEventListener("online", seen);
  seen();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("online", seen);
    close();
  };
}

/** Keeps a client's pages as new as the office's. */
export function useLive(client: string): void {
  const queries = useQueryClient();
  useEffect(() => listen(queries, client), [queries, client]);
}
