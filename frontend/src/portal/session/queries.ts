import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, call } from "../api";
import type { Me } from "../api.gen";
import { forgetDrafts } from "../drafts";
import { keys } from "../keys";
import { forgetFiles } from "../upload/kept";

/** Who is signed in, or null. */
export function useMe() {
  return useQuery({
    queryKey: keys.me,
    queryFn: async (): Promise<Me | null> => {
      try {
        return await call(api.GET("/portal/api/me"));
      } catch (error) {
        if (error instanceof ApiError && error.code === "sign-in") return null;
        throw error;
      }
    },
  });
}

/** The firm's name in the address that was opened: https://…/portal/?at=mercer-boyd */
export function firmInAddress(): string {
  return new URLSearchParams(location.search).get("at") ?? "";
}

export function useWelcome() {
  return useQuery({
    queryKey: keys.welcome,
    queryFn: () => call(api.GET("/portal/api/welcome", { params: { query: { at: firmInAddress() } } })),
  });
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
      return queries.invalidateQueries({ queryKey: keys.me });
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
      queries.clear();
      queries.setQueryData(keys.me, null);
    },
  });
}
