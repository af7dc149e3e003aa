import { useSyncExternalStore } from "react";
import type { NavigateOptions } from "wouter";

/** "#/engagements?view=mine": path and search both live after `#`, because the window's own scheme has no server that could answer a path. */
function current(): string {
  return `/${location.hash.replace(/^#?\/?/, "")}`;
}

const path = () => current().split("?")[0] ?? "/";
const search = () => current().split("?")[1] ?? "";

function subscribe(heard: () => void): () => void {
  addEventListener("hashchange", heard);
  return () => removeEventListener("hashchange", heard);
}

/** Goes to a path; "?…" alone keeps the path one is on. */
export function go(to: string, { replace = false }: NavigateOptions = {}): void {
  const hash = `#${to.startsWith("?") ? path() + (to === "?" ? "" : to) : to}`;
  if (hash === location.hash) return;
  if (!replace) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, "", hash);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export function useHashPath(): [string, typeof go] {
  return [useSyncExternalStore(subscribe, path), go];
}

export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, search);
}

/** Links carry the `#`, so that "copy link" and middle click work too. */
export function hashHref(to: string): string {
  return `#${to}`;
}
