import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "./ApiError";
import { api } from "./api";
import { install, refusal } from "./dev/bridge";

const never = () => new Promise<never>(() => undefined);

describe("a call of the api", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("answers with what Go answers", async () => {
    install({ chooseFolder: (title) => `chosen for ${title}` });
    expect(await api.chooseFolder("clients")).toBe("chosen for clients");
  });

  test("fails with the code, the words and the hint that Go sent", async () => {
    install({
      remindClient: () => {
        throw refusal("reminded", "Ruth was reminded today.", "Try again tomorrow.");
      },
    });
    const error = await api.remindClient("acme", []).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code: "reminded",
      message: "Ruth was reminded today.",
      hint: "Try again tomorrow.",
    });
  });

  test("fails as unexpected, without inner words, when what was thrown is not from Go", async () => {
    install({
      pin: () => {
        throw new TypeError("cannot read properties of undefined");
      },
    });
    await expect(api.pin("acme", true)).rejects.toMatchObject({
      code: "unexpected",
      message: "This didn’t work.",
    });
  });

  test("that reads and gets no answer is asked once more, and then answers", async () => {
    let asked = 0;
    install({ staff: () => (++asked === 1 ? never() : { rows: [], can: [] }) });
    const staff = api.staff();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await staff).toEqual({ rows: [], can: [] });
    expect(asked).toBe(2);
  });

  test("that reads and never gets an answer fails after the second wait", async () => {
    const { calls } = install({ staff: never });
    const failed = api.staff().catch((e: unknown) => e);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await failed).toMatchObject({ code: "no-answer" });
    expect(calls).toHaveLength(2);
  });

  test("that acts is never asked twice: the first may have been taken", async () => {
    const { calls } = install({ acceptRequest: never });
    const failed = api.acceptRequest("acme", "r1").catch((e: unknown) => e);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failed).toMatchObject({ code: "no-answer" });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls).toEqual([{ method: "acceptRequest", args: ["acme", "r1"] }]);
  });

  test("that waits for a person has no limit", async () => {
    let choose: (path: string) => void = () => undefined;
    install({
      chooseFile: () =>
        new Promise<string>((resolve) => {
          choose = resolve;
        }),
    });
    const chosen = api.chooseFile("PDF");
    await vi.advanceTimersByTimeAsync(3_600_000);
    choose("S:/letter.pdf");
    expect(await chosen).toBe("S:/letter.pdf");
  });
});
