import { act, cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { TieRow } from "#/shared/TieTable";
import { App } from "../App";
import type { view } from "../api";
import { type Bridge, install, refusal } from "../dev/bridge";
import { hold, panel, spoiled } from "../dev/files";
import { sample } from "../dev/sample";
import { tieGroups } from "../engagement/tieGroups";
import { go } from "../location";
import { newQueryClient } from "../queryClient";
import { Countdown } from "./Countdown";

vi.setConfig({ testTimeout: 40_000 });
configure({ asyncUtilTimeout: 10_000 });
const user = userEvent.setup();
afterEach(cleanup);

/** Opens the engagement, with the first rows of To client changed. */
async function open(state = "", ...changes: Partial<view.FileRow>[]): Promise<Bridge> {
  const all = sample(state, "light");
  const lanes = panel.lanes.map((lane) =>
    lane.lane === "to-client"
      ? {
          ...lane,
          rows: lane.rows.map((row, at) => ({
            ...row,
            ...(changes[at] && { ...changes[at], earlier: false }),
          })),
        }
      : lane,
  );
  const bridge = install(changes.length > 0 ? { ...all, files: () => ({ ...panel, lanes }) } : all);
  go("/engagements/acme");
  render(<App queries={newQueryClient()} />);
  await screen.findByRole("region", { name: "Files" });
  return bridge;
}

const asked = (bridge: Bridge, method: string) =>
  bridge.calls.filter((call) => call.method === method).map((call) => call.args);

/** One row of To client as the table gets it. */
function rowOf(change: Partial<view.FileRow>, moving = new Map<string, view.QueueItem>()): TieRow {
  const [, toClient] = panel.lanes;
  const [first] = toClient?.rows ?? [];
  if (!toClient || !first) throw new Error("the sample has no row");
  const lane = { ...toClient, rows: [{ ...first, ...change }] };
  const [group] = tieGroups({ ...panel, lanes: [lane], private: [] }, () => undefined, moving);
  const [row] = group?.rows ?? [];
  if (!row) throw new Error("no row was made");
  return row;
}

const nothing: view.FileSide = { name: "", meta: "", tag: "", path: "", by: "" };

describe("a row of the tie column", () => {
  test.each([
    ["open", "Waits for Excel to close", "open"],
    ["held", "Held: empty", "held"],
    ["waiting", "About to be read", "waiting"],
  ])("a file that is %s says so where the client's side is empty", (tie, tieWords, kind) => {
    const row = rowOf({ tie, tieWords, client: nothing });
    expect(row.portal?.name).toBe(tieWords);
    expect(row.tie.kind).toBe(kind);
  });

  test("what stays in the office has a hatched side and a lock", () => {
    const row = rowOf({ tie: "office", client: nothing });
    expect(row.portal).toBeUndefined();
    expect(row.tie.kind).toBe("private");
  });

  test("what moves takes its per cent and time left from the list of what moves", () => {
    const item = { version: "t1-v", progress: 0.64, figures: "6.2 MB of 9.7 MB · 12 s left" };
    const row = rowOf(
      { tie: "moving", tieWords: "Sending", percent: 3 },
      new Map([["t1-v", item as view.QueueItem]]),
    );
    expect(row.tie).toEqual({ kind: "moving", percent: 64 });
    expect(row.detail).toBe("Sending, 6.2 MB of 9.7 MB · 12 s left");
  });

  test("what comes says how far it is on the side where it is not yet", () => {
    const item = { version: "t1-v", progress: 0.25, figures: "3.1 MB of 12.6 MB · 9 s left" };
    const filing = { tie: "waiting", tieWords: "About to be filed", code: "filing", share: nothing };
    const row = rowOf(filing, new Map([["t1-v", item as view.QueueItem]]));
    expect(row.tie).toEqual({ kind: "moving", percent: 25 });
    expect(row.share).toMatchObject({ name: "Coming in 25%", tone: "dimmed" });
    expect(row.portal?.tone).toBe("plain");
    expect(row.detail).toBe("Coming in, 3.1 MB of 12.6 MB · 9 s left");
    expect(rowOf(filing).detail).toBe("About to be filed");
  });

  test("only what needs somebody is loud", () => {
    expect(rowOf({ tie: "held", note: "Rename one." }).note?.tone).toBe("warn");
    expect(rowOf({ tie: "open", note: "Lena has it open." }).note?.tone).toBe("plain");
    expect(rowOf({ note: "" }).note).toBeUndefined();
  });
});

describe("a file on its way out", () => {
  const waits = {
    tie: "held",
    code: "waits-release",
    tieWords: "Waiting for your release",
    note: "Ruth sees nothing of it.",
  };

  test("what is held counts down by itself, and says when its time is up", () => {
    vi.useFakeTimers();
    try {
      render(<Countdown left={3} />);
      expect(screen.getByText("Goes out in 3 s")).toBeTruthy();
      act(() => vi.advanceTimersByTime(2000));
      expect(screen.getByText("Goes out in 1 s")).toBeTruthy();
      act(() => vi.advanceTimersByTime(5000));
      expect(screen.getByText("Going out")).toBeTruthy();
    } finally {
      vi.useRealTimers();
    }
  });

  test("where the client sees an earlier version, the line below says how the newest stands", () => {
    const alone = rowOf({ ...waits, client: nothing });
    expect(alone.portal?.name).toBe("Waiting for your release");
    render(<p>{rowOf(waits).note?.text}</p>);
    expect(screen.getByText("Waiting for your release.")).toBeTruthy();
  });

  test.each([
    ["Release", ["release", "pull-back"], "waits-release", "releaseFiles", ["acme", ["t1-v"]]],
    ["Send now", ["send-now", "pull-back"], "goes-out", "releaseFiles", ["acme", ["t1-v"]]],
    ["Pull back", ["send-now", "pull-back"], "goes-out", "pullBack", ["acme", "t1-v", ""]],
    ["Release after all", ["release-after-all"], "pulled-back", "releaseFiles", ["acme", ["t1-v"]]],
  ])("%s", async (label, can, code, method, args) => {
    const bridge = await open("", { ...waits, code, can, left: 40 });
    await user.click(await screen.findByRole("button", { name: label }));
    await waitFor(() => expect(asked(bridge, method)).toEqual([args]));
  });

  test("what may have been seen is asked about before it is pulled back", async () => {
    const bridge = await open();
    await user.click(screen.getByRole("button", { name: "More for Draft financials.pdf" }));
    await user.click(await screen.findByRole("menuitem", { name: /Pull back/ }));
    const dialog = await screen.findByRole("alertdialog", { name: "Pull “Draft financials.pdf” back?" });
    await user.type(within(dialog).getByRole("textbox"), "wrong year");
    await user.click(within(dialog).getByRole("button", { name: "Pull it back" }));
    await waitFor(() => expect(asked(bridge, "pullBack")).toEqual([["acme", "t1-v", "wrong year"]]));
  });

  test("several are released together", async () => {
    const bridge = await open(
      "",
      { ...waits, can: ["release", "pull-back"] },
      { ...waits, can: ["release"] },
    );
    const line = (await screen.findByText("2 files wait for your release.")).closest("p");
    expect(line?.textContent).toContain("Ruth does not see these versions yet."); // an earlier one she may
    await user.click(await screen.findByRole("button", { name: "Release all 2" }));
    await waitFor(() => expect(asked(bridge, "releaseFiles")).toEqual([["acme", ["t1-v", "t2-v"]]]));
  });
});

describe("why a file is not there", () => {
  test("W asks for a name, and the answer says what to do", async () => {
    const bridge = await open();
    await user.keyboard("w");
    const dialog = await screen.findByRole("dialog", { name: "Why is a file not there?" });
    await user.type(within(dialog).getByRole("textbox"), "nothing{Enter}");
    expect(await within(dialog).findByText("No such file")).toBeTruthy();
    expect(within(dialog).getByText(/Look at the spelling/)).toBeTruthy();
    expect(asked(bridge, "explainFile")).toEqual([["acme", "nothing"]]);
  });

  test("a dropped file is explained at once", async () => {
    const bridge = await open();
    await user.keyboard("w");
    await screen.findByRole("dialog");
    bridge.emit({ streams: [], nouns: [], seq: 1, dropped: ["S:\\Clients\\x.pdf"] });
    await waitFor(() => expect(asked(bridge, "explainFile")).toEqual([["acme", "S:\\Clients\\x.pdf"]]));
  });

  test("a row's menu has its receipt, and the whole sum can be copied", async () => {
    await open();
    await user.click(screen.getByRole("button", { name: "More for Draft financials.pdf" }));
    await user.click(await screen.findByRole("menuitem", { name: /Explain/ }));
    const receipt = await screen.findByRole("region", { name: "Receipt" });
    expect(within(receipt).getByText("Mar 3, 2026, 9:31:07 AM EST")).toBeTruthy();
    expect(within(receipt).getByText("Priya’s laptop (Priya Raman)")).toBeTruthy();
    await user.click(within(receipt).getByRole("button", { name: "Copy all of it" }));
    expect(await within(receipt).findByRole("button", { name: "Copied" })).toBeTruthy();
  });
});

describe("files gone at once", () => {
  test.each([
    ["Removed on purpose: withdraw", true],
    ["Keep them for Ruth", false],
  ])("%s", async (label, withdraw) => {
    const bridge = await open("refused");
    await user.click(await screen.findByRole("button", { name: "Decide" }));
    const dialog = await screen.findByRole("dialog", { name: "3 files went missing" });
    expect(
      within(dialog)
        .getAllByRole("listitem")
        .map((item) => item.textContent?.trim()),
    ).toEqual(["Draft financials.pdf", "Vehicle questions.docx", "Depreciation plan.xlsx"]);
    await user.click(within(dialog).getByRole("button", { name: label }));
    await waitFor(() => expect(asked(bridge, "decideHold")).toEqual([["acme", hold.files, withdraw]]));
  });
});

describe("work that is complete for long", () => {
  test("says that nothing goes out, also while another share is in trouble, and offers the status", async () => {
    const { files } = sample("complete", "light");
    install({ ...sample("share", "light"), ...(files && { files }) });
    go("/engagements/acme");
    render(<App queries={newQueryClient()} />);
    expect(await screen.findByText(/Nothing that is saved or deleted there reaches Ruth/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Move status" }));
    expect(await screen.findByRole("dialog", { name: /2025 Form 1120-S/ })).toBeTruthy();
  });
});

describe("files that became something else at once", () => {
  const decide = async () => {
    const bridge = await open("spoiled");
    await user.click(await screen.findByRole("button", { name: "Decide" }));
    return {
      bridge,
      dialog: await screen.findByRole("dialog", { name: "4 files changed into something else" }),
    };
  };

  test("what was found, and what the client sees, is said before anything is asked", async () => {
    const { dialog } = await decide();
    expect(
      within(dialog).getByText(/Nothing was sent, and Ruth still sees the versions before/),
    ).toBeTruthy();
    const list = within(dialog).getByRole("list", { name: "Changed files" });
    expect(
      within(list)
        .getAllByRole("listitem")
        .map((item) => item.textContent?.trim()),
    ).toEqual([
      "Draft financials.pdf",
      "Vehicle questions.docx",
      "Depreciation plan.xlsx",
      "2025 trial balance.xlsx",
    ]);
  });

  test("they are sent only when a person says so, and never withdrawn", async () => {
    const { bridge, dialog } = await decide();
    await user.click(within(dialog).getByRole("button", { name: "Send them all as they are" }));
    await waitFor(() => expect(asked(bridge, "sendHeld")).toEqual([["acme", spoiled.files]]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(asked(bridge, "decideHold")).toEqual([]);
  });

  test.each([
    [
      "the button that holds on",
      async (dialog: HTMLElement) => user.click(within(dialog).getByRole("button", { name: "Keep holding" })),
    ],
    ["Esc", async () => user.keyboard("{Escape}")],
  ])("%s changes nothing", async (_, leave) => {
    const { bridge, dialog } = await decide();
    await leave(dialog);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect([...asked(bridge, "sendHeld"), ...asked(bridge, "decideHold")]).toEqual([]);
    expect(await screen.findByRole("button", { name: "Decide" })).toBeTruthy();
  });

  test("a refusal is said in the dialog, which stays", async () => {
    install({
      ...sample("spoiled", "light"),
      sendHeld: () => {
        throw refusal("not-open", "Somebody decided meanwhile.", "Look again.");
      },
    });
    go("/engagements/acme");
    render(<App queries={newQueryClient()} />);
    await user.click(await screen.findByRole("button", { name: "Decide" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Send them all as they are" }));
    expect(await within(dialog).findByText("Somebody decided meanwhile.")).toBeTruthy();
  });

  test("the list behind the pill asks the same", async () => {
    const bridge = install(sample("spoiled", "light"));
    go("/sync");
    render(<App queries={newQueryClient()} />);
    await user.click(await screen.findByRole("button", { name: "Look at them and decide" }));
    const dialog = await screen.findByRole("dialog", { name: "4 files changed into something else" });
    await user.click(within(dialog).getByRole("button", { name: "Send them all as they are" }));
    await waitFor(() => expect(asked(bridge, "sendHeld")).toEqual([["acme", spoiled.files]]));
  });
});

describe("a share that does not tell of every change", () => {
  test("how late a save is noticed is said quietly, with a way not to wait", async () => {
    const bridge = await open("polling");
    const line = await screen.findByText(/A save is noticed within 30 seconds/);
    expect(line.closest("[role=status], [role=alert]")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Look now" }));
    await waitFor(() => expect(asked(bridge, "syncNow")).toEqual([[]]));
  });

  test("where changes are told, nothing is said", async () => {
    await open();
    expect(screen.queryByRole("button", { name: "Look now" })).toBeNull();
  });
});

describe("the pill", () => {
  test("does not show that something moves while sending is paused", async () => {
    const glyph = async (state: string) => {
      install(sample(state, "light"));
      render(<App queries={newQueryClient()} />);
      const pill = await screen.findByRole("button", { name: /^(Sending is paused|Tied out|Offline)/ });
      const drawn = pill.querySelector("svg")?.getAttribute("class");
      cleanup();
      return drawn;
    };
    expect(await glyph("paused")).toContain("pause");
    expect(await glyph("")).not.toContain("pause");
  });
});
