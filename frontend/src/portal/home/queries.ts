import { useQuery } from "@tanstack/react-query";
import { api, call } from "../api";
import { keys } from "../keys";

/** The three questions. */
export function useHome(client: string) {
  return useQuery({
    queryKey: keys.home(client),
    queryFn: () => call(api.GET("/portal/api/clients/{client}/home", { params: { path: { client } } })),
  });
}
