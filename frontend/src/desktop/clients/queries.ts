import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api";

export const clientKeys = {
  table: (text: string) => ["clients", text] as const,
  page: (id: string) => ["client", id] as const,
};

export function useClients(text: string) {
  return useQuery({
    queryKey: clientKeys.table(text),
    queryFn: () => api.clients(text),
    placeholderData: keepPreviousData,
  });
}

export function useClient(id: string) {
  return useQuery({ queryKey: clientKeys.page(id), queryFn: () => api.client(id) });
}
