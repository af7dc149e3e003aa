import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Changed } from "./api";
import { onChanged } from "./api";

/** The first word of every query key. A noun folder's `queries.ts` makes its keys from these. */
export type View =
  | "session"
  | "sync"
  | "today"
  | "arrival"
  | "engagements"
  | "engagement"
  | "files"
  | "clients"
  | "client"
  | "staff"
  | "settings"
  | "threads"
  | "thread"
  | "search"
  | "assemble"
  | "review"
  | "draft"
  | "publish"
  | "mapping";

/** Views of one engagement; the second word of their key is its id. */
const ofEngagement: ReadonlySet<string> = new Set<View>([
  "engagement",
  "arrival",
  "files",
  "thread",
  "assemble",
  "draft",
]);

/** Nouns that concern few views. Every other noun reaches all of them: a view too fresh is no harm. */
const narrow: Record<string, readonly View[]> = {
  sync: ["sync", "session"],
  files: ["files", "assemble", "sync", "session"],
  settings: ["settings", "session", "sync"],
};

/** Whether what changed can show in the view under this key. */
export function concerns(changed: Changed, key: QueryKey): boolean {
  const [view, id] = key as [View, unknown];
  const wanted =
    changed.nouns.length === 0 || changed.nouns.some((noun) => narrow[noun]?.includes(view) ?? true);
  if (!wanted) return false;
  if (!ofEngagement.has(view) || changed.streams.length === 0) return true;
  return changed.streams.some((stream) => !stream.startsWith("engagement/") || stream === `engagement/${id}`);
}

/**
 * Re-reads views when Go says that they changed, at most once a frame. All are
 * re-read at the start, and after a gap in the numbers. Answers how to stop.
 */
export function startLive(
  queries: QueryClient,
  listen: (heard: (changed: Changed) => void) => () => void = onChanged,
  nextFrame: (act: () => void) => void = requestAnimationFrame,
): () => void {
  let waiting: Changed[] = [];
  let last = 0;
  const flush = () => {
    const heard = waiting;
    waiting = [];
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => heard.some((changed) => concerns(changed, queryKey)),
    });
  };
  const stop = listen((changed) => {
    const missed = last !== 0 && changed.seq > last + 1;
    last = Math.max(last, changed.seq);
    waiting.push(missed ? { streams: [], nouns: [], seq: changed.seq } : changed);
    if (waiting.length === 1) nextFrame(flush);
  });
  void queries.invalidateQueries();
  return stop;
}
