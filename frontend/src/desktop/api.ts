import * as bound from "../../wailsjs/go/app/App";
import type { app } from "../../wailsjs/go/models";
import {
  ClipboardSetText,
  EventsOn,
  Quit,
  WindowMinimise,
  WindowToggleMaximise,
} from "../../wailsjs/runtime/runtime";
import { ApiError } from "./ApiError";

/** The views that Go shows: `view.EngagementPage`. Times are RFC 3339 beside ready words; lists are never null. */
export type { app as view } from "../../wailsjs/go/models";

type Bound = typeof bound;

/** What Go said has changed. `seq` rises by one; a gap means that something was missed. */
export interface Changed {
  /** "firm", "client/ID", "engagement/ID". */
  streams: string[];
  /** "session", "sync", "files" (of the streams named), "job", "settings" or "everything". */
  nouns: string[];
  seq: number;
  /** Files that were dropped on the window, absolute. */
  dropped?: string[];
}

/** Reads change nothing, so one that got no answer is asked again once. */
const reads: ReadonlySet<string> = new Set<keyof Bound>([
  "Arrival",
  "AssembleSheet",
  "CheckPart",
  "Client",
  "Clients",
  "Draft",
  "Engagement",
  "Engagements",
  "ExplainFile",
  "Files",
  "Job",
  "MapSheet",
  "NewEngagementOptions",
  "PublishQueue",
  "PublishSheet",
  "ReviewQueue",
  "Search",
  "Session",
  "Settings",
  "Staff",
  "SuggestEngagement",
  "SyncStatus",
  "Thread",
  "Threads",
  "Today",
]);

const usualMs = 30_000;

/** Calls that may take longer: large shares, bytes that have to be fetched; and 0 for those that wait for a person. */
const patience: Partial<Record<keyof Bound, number>> = {
  ChooseFile: 0,
  ChooseFolder: 0,
  Connect: 90_000,
  CheckPart: 120_000,
  Draft: 180_000,
  ExplainFile: 90_000,
  Files: 90_000,
  MapSheet: 600_000,
  VerifyFile: 180_000,
};

/** Settles when the call does, or fails with "no-answer": a promise of the window's bridge may never settle. */
function within<T>(ms: number, call: () => Promise<T>): Promise<T> {
  if (ms === 0) return call();
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(ApiError.noAnswer()), ms);
    call()
      .then(resolve, reject)
      .finally(() => clearTimeout(late));
  });
}

async function ask<T>(method: keyof Bound, call: () => Promise<T>): Promise<T> {
  const ms = patience[method] ?? usualMs;
  try {
    return await within(ms, call);
  } catch (thrown) {
    const error = ApiError.from(thrown);
    if (error.code !== "no-answer" || !reads.has(method)) throw error;
    return within(ms, call).catch((again) => Promise.reject(ApiError.from(again)));
  }
}

export type Api = { readonly [M in keyof Bound as Uncapitalize<M>]: Bound[M] };

function wrap(): Api {
  const wrapped: Record<string, (...args: never[]) => Promise<unknown>> = {};
  for (const [method, call] of Object.entries(bound) as [
    keyof Bound,
    (...args: never[]) => Promise<unknown>,
  ][]) {
    const name = method.charAt(0).toLowerCase() + method.slice(1);
    wrapped[name] = (...args) => ask(method, async () => call(...args));
  }
  return wrapped as unknown as Api;
}

/** Every call of the desktop program, one per method of app.App. Each settles, and fails only with an ApiError. */
export const api: Api = wrap();

/** Hears that something changed; answers how to stop. */
export function onChanged(heard: (changed: Changed) => void): () => void {
  return EventsOn("changed", heard);
}

export const nativeWindow = {
  minimise: WindowMinimise,
  maximise: WindowToggleMaximise,
  close: Quit,
};

export function copyText(text: string): Promise<boolean> {
  return within(usualMs, () => ClipboardSetText(text));
}

export type Outcome = app.Outcome;
