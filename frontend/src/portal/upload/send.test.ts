import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "../api";
import { type Sending, sendFile } from "./send";

const sha256 = (bytes: string) => createHash("sha256").update(bytes).digest("hex");

/** An office that takes parts of four bytes and says what it heard. */
function office(state: { received?: Map<number, string>; known?: boolean; lose?: number }) {
  const received = state.received ?? new Map<number, string>();
  const heard: string[] = [];
  const answer = (body: unknown, status = 200) =>
    new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { "Content-Type": status < 300 ? "application/json" : "application/problem+json" },
    });
  const upload = () => ({
    id: "u-1",
    name: "a.txt",
    size: 10,
    partSize: 4,
    parts: 3,
    done: false,
    received: [...received].map(([number, sum]) => ({ number, sha256: sum })),
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url, "http://portal.example");
    const call = `${request.method} ${url.pathname.replace("/portal/api/clients/acme/", "")}`;
    heard.push(call);
    if (call === "GET uploads/u-1") {
      if (state.known === false)
        return answer({ code: "not-found", message: "gone", status: 404, title: "" }, 404);
      return answer(upload());
    }
    if (call === "POST uploads") return answer(upload());
    if (request.method === "PUT") {
      const body = await request.text();
      expect(url.searchParams.get("sha256")).toBe(sha256(body));
      received.set(Number(url.pathname.split("/").at(-1)), sha256(body));
      return new Response(null, { status: 204 });
    }
    if (state.lose !== undefined) {
      received.delete(state.lose);
      state.lose = undefined;
      return answer({ code: "parts", message: "not all", status: 409, title: "" }, 409);
    }
    expect(await request.json()).toEqual({ sha256: sha256("abcdefghij") });
    return answer({ ...upload(), done: true });
  });
  return heard;
}

function sending(given: Partial<Sending> = {}): Sending {
  const blob = new Blob(["abcdefghij"]);
  const signal = new AbortController().signal;
  return { client: "acme", name: "a.txt", blob, onAnnounced: vi.fn(), onSent: vi.fn(), signal, ...given };
}

afterEach(() => vi.unstubAllGlobals());

test("a file goes up in parts and is committed by the hash of the whole", async () => {
  const heard = office({});
  const s = sending();
  expect(await sendFile(s)).toBe("u-1");
  expect(s.onAnnounced).toHaveBeenCalledWith("u-1");
  expect(vi.mocked(s.onSent).mock.calls.flat()).toEqual([4, 8, 10]);
  expect(heard).toEqual([
    "POST uploads",
    "PUT uploads/u-1/parts/0",
    "PUT uploads/u-1/parts/1",
    "PUT uploads/u-1/parts/2",
    "POST uploads/u-1/commit",
  ]);
});

test("what arrived before is not sent again, unless the file is another now", async () => {
  const received = new Map([
    [0, sha256("abcd")],
    [1, sha256("XXXX")],
  ]);
  const heard = office({ received });
  await sendFile(sending({ upload: "u-1" }));
  expect(heard).toEqual([
    "GET uploads/u-1",
    "PUT uploads/u-1/parts/1",
    "PUT uploads/u-1/parts/2",
    "POST uploads/u-1/commit",
  ]);
});

test("a part that the office lost is sent again", async () => {
  const heard = office({ lose: 1 });
  expect(await sendFile(sending())).toBe("u-1");
  expect(heard.filter((h) => h === "PUT uploads/u-1/parts/1")).toHaveLength(2);
  expect(heard.filter((h) => h === "PUT uploads/u-1/parts/0")).toHaveLength(1);
});

test("an upload that the office has forgotten is announced anew", async () => {
  const heard = office({ known: false });
  await sendFile(sending({ upload: "u-1" }));
  expect(heard.slice(0, 2)).toEqual(["GET uploads/u-1", "POST uploads"]);
});

test("a lost connection is said in plain words", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("network");
  });
  await expect(sendFile(sending())).rejects.toMatchObject({ code: "offline", message: "No connection." });
  await expect(sendFile(sending())).rejects.toBeInstanceOf(ApiError);
});
