import { expect, test, vi } from "vitest";
import { ApiError } from "../api";
import type { Keep, KeptFile } from "./kept";
import type { Sending } from "./send";
import { Uploads } from "./uploads";

/** A device that keeps files in memory. */
function device(): Keep & { files: Map<string, KeptFile> } {
  const files = new Map<string, KeptFile>();
  return {
    files,
    all: async () => [...files.values()],
    put: async (file) => void files.set(file.id, { ...file }),
    remove: async (id) => void files.delete(id),
    clear: async () => files.clear(),
  };
}

const photo = (name: string) => new File(["12345"], name);
const states = (uploads: Uploads) => uploads.all().map((u) => `${u.name} ${u.state}`);

test("files go up two at a time, and one that fails does not stop the others", async () => {
  const going: string[] = [];
  const ends = new Map<string, { done: (upload: string) => void; fail: (error: unknown) => void }>();
  const uploads = new Uploads(device(), (s) => {
    going.push(s.name);
    return new Promise((done, fail) => ends.set(s.name, { done, fail }));
  });
  await uploads.resume("ruth@acme.example");
  uploads.add("acme", "request/e/r", [photo("a.jpg"), photo("b.exe"), photo("c.jpg")]);
  expect(going).toEqual(["a.jpg", "b.exe"]);
  ends.get("b.exe")?.fail(new ApiError("refused", "We can’t take .exe files.", "Save it as PDF.", 422));
  await vi.waitFor(() => expect(going).toEqual(["a.jpg", "b.exe", "c.jpg"]));
  ends.get("a.jpg")?.done("u-a");
  ends.get("c.jpg")?.done("u-c");
  await vi.waitFor(() => expect(states(uploads)).toEqual(["a.jpg ready", "b.exe failed", "c.jpg ready"]));
  expect(uploads.all()[1]).toMatchObject({
    reason: "We can’t take .exe files. Save it as PDF.",
    refused: true,
  });
});

test("without a connection a file is kept, and goes on when there is one again", async () => {
  let online = false;
  const uploads = new Uploads(device(), async (s) => {
    if (!online) throw new ApiError("offline", "No connection.");
    s.onSent(5);
    return "u-1";
  });
  await uploads.resume("ruth@acme.example");
  uploads.add("acme", "request/e/r", [photo("a.jpg")]);
  await vi.waitFor(() => expect(states(uploads)).toEqual(["a.jpg kept"]));
  online = true;
  uploads.pump();
  await vi.waitFor(() => expect(uploads.all()[0]).toMatchObject({ state: "ready", upload: "u-1", sent: 5 }));
});

test("after a reload the same upload goes on, and what the office answered for is forgotten", async () => {
  const kept = device();
  const first = new Uploads(kept, (s) => {
    s.onAnnounced("u-1");
    return new Promise(() => undefined);
  });
  await first.resume("ruth@acme.example");
  first.add("acme", "request/e/r", [photo("a.jpg")]);
  await vi.waitFor(() => expect([...kept.files.values()][0]?.upload).toBe("u-1"));

  const asked: (string | undefined)[] = [];
  const second = new Uploads(kept, async (s: Sending) => {
    asked.push(s.upload);
    return "u-1";
  });
  await second.resume("ruth@acme.example");
  await vi.waitFor(() => expect(states(second)).toEqual(["a.jpg ready"]));
  expect(asked).toEqual(["u-1"]);
  second.done(second.all().map((u) => u.id));
  expect(second.all()).toEqual([]);
  expect(kept.files.size).toBe(0);
});

test("another person on the same device neither sees nor sends them", async () => {
  const kept = device();
  const ruth = new Uploads(kept, () => new Promise(() => undefined));
  await ruth.resume("ruth@acme.example");
  ruth.add("acme", "request/e/r", [photo("a.jpg")]);
  const sent = vi.fn();
  const samuel = new Uploads(kept, sent);
  await samuel.resume("samuel@acme.example");
  expect(samuel.all()).toEqual([]);
  expect(sent).not.toHaveBeenCalled();
  expect(kept.files.size).toBe(0);
});

test("removing a file stops it", async () => {
  let signal: AbortSignal | undefined;
  const uploads = new Uploads(device(), (s) => {
    signal = s.signal;
    return new Promise(() => undefined);
  });
  await uploads.resume("ruth@acme.example");
  uploads.add("acme", "t", [photo("a.jpg")]);
  uploads.remove(uploads.all()[0]?.id ?? "");
  expect(signal?.aborted).toBe(true);
  expect(uploads.all()).toEqual([]);
});
