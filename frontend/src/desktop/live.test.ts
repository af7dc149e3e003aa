import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, test } from "vitest";
import type { Changed } from "./api";
import { concerns, startLive } from "./live";

const changed = (nouns: string[], streams: string[], seq = 1): Changed => ({ nouns, streams, seq });

describe("what changed reaches a view", () => {
  test.each<[string, Changed, string[], boolean]>([
    ["an engagement reaches its own page", changed([], ["engagement/a"]), ["engagement", "a"], true],
    ["and not another's", changed([], ["engagement/a"]), ["engagement", "b"], false],
    ["nor another's thread", changed([], ["engagement/a"]), ["thread", "b"], false],
    ["an engagement reaches the lists", changed([], ["engagement/a"]), ["engagements"], true],
    ["and Today", changed([], ["engagement/a"]), ["today"], true],
    ["but not the settings", changed([], ["engagement/a"]), ["settings"], false],
    ["the firm reaches the settings", changed([], ["firm"]), ["settings"], true],
    ["and every engagement", changed([], ["firm"]), ["engagement", "b"], true],
    [
      "a client reaches engagement pages, which show contacts",
      changed([], ["client/c"]),
      ["engagement", "a"],
      true,
    ],
    ["files of one engagement reach its panel", changed(["files"], ["engagement/a"]), ["files", "a"], true],
    ["and not another's", changed(["files"], ["engagement/a"]), ["files", "b"], false],
    ["files of no named stream reach every panel", changed(["files"], []), ["files", "b"], true],
    ["the pill alone moves with sync", changed(["sync"], []), ["sync"], true],
    ["and Today does not", changed(["sync"], []), ["today"], false],
    ["a job reaches those who wait for it", changed(["job"], []), ["job", "j1"], true],
    ["everything reaches a panel", changed(["everything"], []), ["files", "b"], true],
    ["a noun of a newer Tieout reaches all", changed(["insights"], []), ["today"], true],
  ])("%s", (_, what, key, reaches) => {
    expect(concerns(what, key)).toBe(reaches);
  });
});

describe("the live connection", () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  /** Views on screen that count how often they are read. */
  async function watching(...keys: string[][]) {
    const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
    const reads = new Map<string, number>();
    for (const key of keys) {
      const name = key.join("/");
      const observer = new QueryObserver(queries, {
        queryKey: key,
        queryFn: () => {
          const times = (reads.get(name) ?? 0) + 1;
          reads.set(name, times);
          return times;
        },
      });
      stops.push(observer.subscribe(() => undefined));
    }
    const settle = async () => {
      do await Promise.resolve();
      while (queries.isFetching());
      await new Promise((resolve) => queueMicrotask(() => resolve(null)));
    };
    await settle();
    let hear: (c: Changed) => void = () => undefined;
    let frame: (() => void) | undefined;
    stops.push(
      startLive(
        queries,
        (heard) => {
          hear = heard;
          return () => undefined;
        },
        (act) => {
          frame = act;
        },
      ),
    );
    await settle();
    return {
      reads,
      hear: (c: Changed) => hear(c),
      draw: async () => {
        frame?.();
        frame = undefined;
        await settle();
      },
    };
  }

  test("reads everything when it starts", async () => {
    const { reads } = await watching(["today"], ["settings"]);
    expect(reads).toEqual(
      new Map([
        ["today", 2],
        ["settings", 2],
      ]),
    );
  });

  test("reads once a frame, however much changed in it", async () => {
    const { reads, hear, draw } = await watching(["today"]);
    for (let seq = 1; seq <= 50; seq++) hear(changed([], ["engagement/a"], seq));
    expect(reads.get("today")).toBe(2);
    await draw();
    expect(reads.get("today")).toBe(3);
  });

  test("leaves alone what did not change", async () => {
    const { reads, hear, draw } = await watching(["engagement", "a"], ["engagement", "b"]);
    hear(changed([], ["engagement/a"]));
    await draw();
    expect(reads.get("engagement/a")).toBe(3);
    expect(reads.get("engagement/b")).toBe(2);
  });

  test("reads everything after a gap in the numbers", async () => {
    const { reads, hear, draw } = await watching(["settings"]);
    hear(changed(["sync"], [], 7));
    await draw();
    expect(reads.get("settings")).toBe(2);
    hear(changed(["sync"], [], 9));
    await draw();
    expect(reads.get("settings")).toBe(3);
  });
});
