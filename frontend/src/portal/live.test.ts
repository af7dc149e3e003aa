import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keys } from "./keys";
import { listen } from "./live";

class Stream extends EventTarget {
  static CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }
  close() {
    this.readyState = Stream.CLOSED;
  }
  say(seq: string) {
    this.dispatchEvent(new MessageEvent("hint", { data: JSON.stringify({ seq }) }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Stream.opened = [];
  vi.stubGlobal("EventSource", Stream);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function heard() {
  const queries = new QueryClient();
  const spy = vi.spyOn(queries, "invalidateQueries").mockResolvedValue();
  const reread = () => spy.mock.calls.filter(([what]) => what?.queryKey === keys.welcome).length;
  return { queries, spy, reread };
}

test("pages are read again when something changed, not when the stream only says hello", () => {
  const { queries, spy, reread } = heard();
  const stop = listen(queries, "acme");
  const [stream] = Stream.opened;
  stream?.say("1");
  stream?.say("1");
  expect(reread()).toBe(0);
  stream?.say("2");
  expect(reread()).toBe(1);
  expect(spy).toHaveBeenCalledWith({ queryKey: ["client", "acme"] });
  stop();
  expect(stream?.readyState).toBe(Stream.CLOSED);
});

test("a stream that was closed is opened again, and what happened meanwhile is read", () => {
  const { queries, reread } = heard();
  listen(queries, "acme");
  const [first] = Stream.opened;
  first?.say("1");
  first?.close();
  first?.dispatchEvent(new Event("error"));
  vi.advanceTimersByTime(5_000);
  expect(Stream.opened).toHaveLength(2);
  Stream.opened[1]?.say("3");
  expect(reread()).toBe(1);
});

test("when access ends, the page asks who is signed in and listens no more", () => {
  const { queries, reread } = heard();
  listen(queries, "acme");
  const [stream] = Stream.opened;
  stream?.dispatchEvent(new MessageEvent("end", { data: "{}" }));
  expect(reread()).toBe(1);
  expect(stream?.readyState).toBe(Stream.CLOSED);
});
