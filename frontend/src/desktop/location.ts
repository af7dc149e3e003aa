import { useSyncExternalStore } from "react";
import type { NavigateOptions } from "wouter";

/*
 * "#/engagements?view=mine": path and search both live after `#`, because the
 * window's own scheme has no server that could answer a path.
 */

/** WebKit refuses more than a hundred replaced entries in some seconds, which held-down keys would reach. */
const writeMs = 300;

let place: string | null = null;
let late: ReturnType<typeof setTimeout> | undefined;
const heard = new Set<() => void>();

function fromHash(): string {
  return `/${location.hash.replace(/^#?\/?/, "")}`;
}

function current(): string {
  return place ?? fromHash();
}

const path = () => current().split("?")[0] ?? "/";
const search = () => current().split("?")[1] ?? "";

function moved(to: string | null): void {
  clearTimeout(late);
  place = to;
  for (const hear of heard) hear();
}

function write(): void {
  clearTimeout(late);
  if (place !== null) history.replaceState(null, "", `#${place}`);
  place = null;
}

const outside = () => moved(null);

function subscribe(hear: () => void): () => void {
  if (heard.size === 0) addEventListener("hashchange", outside);
  heard.add(hear);
  return () => {
    heard.delete(hear);
    if (heard.size === 0) removeEventListener("hashchange", outside);
  };
}

/** Goes to a path; "?…" alone keeps the path one is on. With `replace` the way back leads past the place one leaves. */
export function go(to: string, { replace = false }: NavigateOptions = {}): void {
  const next = to.startsWith("?") ? path() + (to === "?" ? "" : to) : to;
  if (next === current()) return;
  if (replace) {
    moved(next);
    late = setTimeout(write, writeMs);
    return;
  }
  write();
  history.pushState(null, "", `#${next}`);
  moved(null);
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
