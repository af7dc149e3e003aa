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
  | "mapping"
  | "job";

/** Views of one engagement; the second word of their key is its id. */
const ofEngagement: ReadonlySet<string> = new Set<View>([
  "engagement",
  "arrival",
  "files",
  "thread",
  "assemble",
  "draft",
]);

/** What a noun reaches. A stream reaches every other view. */
const ofNoun: Record<string, readonly View[]> = {
  session: ["session"],
  sync: ["sync"],
  job: ["job"],
  settings: ["settings", "session"],
  files: ["files", "assemble"],
};

/** Views that no stream changes. */
const apart: ReadonlySet<string> = new Set<View>(["session", "sync", "job", "settings", "mapping"]);

/** Whether what changed can show in the view under this key. A view too fresh is no harm, so what is not known reaches all. */
export function concerns({ nouns, streams }: Changed, key: QueryKey): boolean {
  const [view, id] = key as [View, unknown];
  if (nouns.some((noun) => !(noun in ofNoun))) return true;
  const touched = streams.some(
    (stream) => !ofEngagement.has(view) || !stream.startsWith("engagement/") || stream === `engagement/${id}`,
  );
  if (touched && (!apart.has(view) || streams.includes("firm"))) return true;
  const named = nouns.some((noun) => ofNoun[noun]?.includes(view));
  return named && (touched || streams.length === 0 || apart.has(view));
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
    waiting.push(missed ? { ...changed, nouns: ["everything"] } : changed);
    if (waiting.length === 1) nextFrame(flush);
  });
  void queries.invalidateQueries();
  return stop;
}
