import { useSearchParams } from "wouter";
import type { view } from "../api";

export interface EngagementFilter {
  query: view.EngagementQuery;
  /** Something beside the view narrows the list. */
  narrowed: boolean;
  setView: (code: string) => void;
  setText: (text: string) => void;
  setStatuses: (codes: string[]) => void;
  setServices: (ids: string[]) => void;
  setOwner: (id: string) => void;
  setSort: (sort: string, descending: boolean) => void;
  more: () => void;
  clear: () => void;
}

const step = 500;
const list = (text: string | null) => (text ? text.split(",") : []);

/** What narrows and sorts the table; it lives in the address, so that going back finds it again. */
export function useEngagementFilter(): EngagementFilter {
  const [params, setParams] = useSearchParams();
  const set = (values: Record<string, string>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const query: view.EngagementQuery = {
    view: params.get("view") ?? "open",
    text: params.get("text") ?? "",
    statuses: list(params.get("status")),
    services: list(params.get("type")),
    owner: params.get("owner") ?? "",
    client: params.get("client") ?? "",
    sort: params.get("sort") ?? "due",
    descending: params.get("down") === "1",
    offset: 0,
    limit: Number(params.get("limit")) || step,
  };
  const { text, statuses, services, owner, client } = query;
  return {
    query,
    narrowed: Boolean(text || statuses.length || services.length || owner || client),
    setView: (code) => set({ view: code, limit: "" }),
    setText: (value) => set({ text: value }),
    setStatuses: (codes) => set({ status: codes.join(",") }),
    setServices: (ids) => set({ type: ids.join(",") }),
    setOwner: (id) => set({ owner: id }),
    setSort: (sort, descending) => set({ sort, down: descending ? "1" : "" }),
    more: () => set({ limit: String(query.limit + step) }),
    clear: () => set({ text: "", status: "", type: "", owner: "", client: "" }),
  };
}
