import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "../api";
import type { Welcome } from "../api.gen";
import { forgetDrafts } from "../drafts";
import { keys } from "../keys";
import { forgetFiles } from "../upload/kept";

/** The firm's name in the address that was opened: https://…/portal/?at=mercer-boyd */
export function firmInAddress(): string {
  return new URLSearchParams(location.search).get("at") ?? "";
}

/** The firm, and who is signed in if anybody is. */
export function useWelcome() {
  return useQuery({
    queryKey: keys.welcome,
    queryFn: () => call(api.GET("/portal/api/welcome", { params: { query: { at: firmInAddress() } } })),
  });
}

/** What is known once nobody is signed in any more. */
export function signedOut(queries: QueryClient): void {
  queries.setQueryData<Welcome>(keys.welcome, (known) => ({ firm: known?.firm ?? "", ended: false }));
}

export function useAsk() {
  return useMutation({
    mutationFn: (asked: { email: string; remember: boolean }) =>
      call(api.POST("/portal/api/sign-in", { body: { ...asked, at: firmInAddress() } })),
  });
}

function useEntering<T>(enter: (secret: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: () => {
      queries.removeQueries({ queryKey: ["client"] }); // it may be somebody else now
      return queries.invalidateQueries({ queryKey: keys.welcome });
    },
  });
}

export function useCode() {
  return useEntering((code: string) => call(api.POST("/portal/api/sign-in/code", { body: { code } })));
}

export function useLink() {
  return useEntering((token: string) => call(api.POST("/portal/api/sign-in/link", { body: { token } })));
}

/** Whom a link signs in; looking uses nothing up. */
export function useLinkAbout(token: string) {
  return useQuery({
    queryKey: ["link", token],
    queryFn: () => call(api.POST("/portal/api/sign-in/link/about", { body: { token } })),
    gcTime: 0,
  });
}

/** Ends the session and leaves nothing of it on the device. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(api.POST("/portal/api/sign-out")),
    onSuccess: async () => {
      forgetDrafts();
      await forgetFiles();
      queries.removeQueries({ queryKey: ["client"] });
      signedOut(queries);
    },
  });
}
