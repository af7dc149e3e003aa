import { act, cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { View } from "#/shared/pdf/geometry";
import type { PdfViewerProps } from "#/shared/pdf/PdfViewer";
import { App } from "./App";
import type { view } from "./api";
import { sheet } from "./dev/assemble";
import { type Bridge, type Fake, install, refusal } from "./dev/bridge";
import { draft } from "./dev/drafts";
import { sample } from "./dev/sample";
import { go } from "./location";
import { newQueryClient } from "./queryClient";

vi.setConfig({ testTimeout: 40_000 });
configure({ asyncUtilTimeout: 10_000 });

/** Upright paper at its own size. */
const paper: View = {
  scale: 1,
  width: 612,
  height: 792,
  convertToViewportPoint: (x, y) => [x, 792 - y],
  convertToPdfPoint: (left, top) => [left, 792 - top],
};

/* happy-dom draws nothing: a page is a button that names the place (100, 200) from its upper left. */
vi.mock("#/shared/pdf/PdfViewer", () => ({
  PdfViewer: ({ url, page = 1, onPoint, toolbarStart, toolbarEnd, overlay, aside }: PdfViewerProps) => (
    <div>
      {toolbarStart}
      {toolbarEnd}
      <p>
        Shows page {page} of {url}
      </p>
      <button type="button" onClick={() => onPoint?.({ page, x: 100, y: 592 }, paper)}>
        Paper
      </button>
      {overlay?.(page, paper)}
      {aside}
    </div>
  ),
}));
/* What pdf.js reads is proved where it is read. */
vi.mock("#/shared/pdf/openPdf", () => ({ openPdf: async () => Promise.reject(new Error("no bytes here")) }));
vi.mock("./review/pageWords", () => ({
  pageWords: async (url: string) => (url.endsWith("k1") ? ["a", "b"] : ["a", "c"]),
}));

const user = userEvent.setup();
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function open(place: string, state = "", change: Fake = {}): Promise<Bridge> {
  const bridge = install({ ...sample(state, "light"), ...change });
  go(place);
  render(<App queries={newQueryClient()} />);
  await screen.findByRole("main");
  return bridge;
}

const called = (bridge: Bridge, method: string) =>
  bridge.calls.filter((call) => call.method === method).map((call) => call.args);
const settled = { ...draft, url: "/files/draft/kestrel/k2", open: 0, notes: [] };

describe("reviewing a draft", () => {
  test("approving names the very bytes on screen, and goes on to the next draft", async () => {
    const bridge = await open("/review/kestrel/k2", "", { draft: () => settled });
    await screen.findByRole("button", { name: /^Approve/ });
    await user.keyboard("{Shift>}A{/Shift}");
    await waitFor(() =>
      expect(called(bridge, "approveDraft")).toEqual([["kestrel", "k2", draft.sum, false]]),
    );
    await waitFor(() => expect(location.hash).toBe("#/review/birch/b1"));
    await user.click(await screen.findByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(called(bridge, "withdrawApproval")).toEqual([["kestrel", "k2"]]));
  });

  test("with notes open it asks first, and keeping on reviewing approves nothing", async () => {
    const bridge = await open("/review/kestrel/k2");
    await user.click(await screen.findByRole("button", { name: /^Approve/ }));
    const dialog = await screen.findByRole("dialog", { name: "Settle both and approve?" });
    await user.click(within(dialog).getByRole("button", { name: /Keep reviewing/ }));
    expect(called(bridge, "approveDraft")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: /^Approve/ }));
    await user.click(await screen.findByRole("button", { name: "Settle both and approve" }));
    await waitFor(() => expect(called(bridge, "approveDraft")).toEqual([["kestrel", "k2", draft.sum, true]]));
  });

  test("a refusal stands beside the decision and nothing is lost", async () => {
    await open("/review/kestrel/k2", "", {
      draft: () => settled,
      approveDraft: () => {
        throw refusal("superseded", "Draft 3 took its place.", "Open the newer one.");
      },
    });
    await user.click(await screen.findByRole("button", { name: /^Approve/ }));
    expect(await screen.findByText("Draft 3 took its place.")).toBeTruthy();
    expect(location.hash).toBe("#/review/kestrel/k2");
  });

  test("a draft goes back only with a reason", async () => {
    const bridge = await open("/review/kestrel/k2");
    await screen.findByRole("button", { name: /^Return/ });
    await user.keyboard("{Shift>}R{/Shift}");
    const dialog = await screen.findByRole("dialog", { name: "Return this draft?" });
    await user.click(within(dialog).getByRole("button", { name: "Return it" }));
    expect(await within(dialog).findByText(/Say in a few words/)).toBeTruthy();
    await user.type(within(dialog).getByRole("textbox", { name: "What has to change" }), "Repairs");
    await user.click(within(dialog).getByRole("button", { name: "Return it" }));
    await waitFor(() => expect(called(bridge, "returnDraft")).toEqual([["kestrel", "k2", "Repairs"]]));
  });

  test("N, a press on the page and words pin a note at that place", async () => {
    const bridge = await open("/review/kestrel/k2");
    await screen.findByRole("button", { name: "Paper" });
    await user.keyboard("n");
    await user.click(screen.getByRole("button", { name: "Paper" }));
    await user.type(await screen.findByRole("textbox", { name: "New note on page 1" }), "Ties?");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(called(bridge, "pinNote")).toEqual([["kestrel", "k2", 1, 100, 200, "Ties?"]]));
    expect(called(bridge, "settleNote")).toEqual([]);
  });

  test("J goes to the next note; Enter replies, Ctrl Enter settles what is active", async () => {
    const bridge = await open("/review/kestrel/k2");
    await user.type(await screen.findByRole("textbox", { name: "Reply to note 1" }), "Fine{Enter}");
    await waitFor(() => expect(called(bridge, "answerNote")).toEqual([["kestrel", "k2", "n1", "Fine"]]));
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard("j");
    await screen.findByRole("textbox", { name: "Reply to note 2" });
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(called(bridge, "settleNote")).toEqual([["kestrel", "k2", "n2"]]));
  });

  test("a newer draft switches approving off and leads there", async () => {
    const bridge = await open("/review/kestrel/k2", "changed");
    const link = await screen.findByRole("link", { name: "Open the newer draft" });
    expect(link.getAttribute("href")).toBe("#/review/kestrel/k3");
    expect(screen.queryByRole("button", { name: /^Approve/ })).toBeNull();
    await user.keyboard("{Shift>}A{/Shift}");
    expect(called(bridge, "approveDraft")).toEqual([]);
  });

  test("nothing can be approved unseen", async () => {
    await open("/review/kestrel/away");
    expect(await screen.findByText(/is not on this computer/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Approve/ })).toBeNull();
  });

  test("pages that changed since the draft before are named", async () => {
    await open("/review/kestrel/k2");
    await user.click(await screen.findByRole("button", { name: /Changes since draft 1/ }));
    expect(await screen.findByRole("button", { name: "Page 2 differs" })).toBeTruthy();
  });
});

describe("putting a draft together", () => {
  const parts = async () =>
    within(await screen.findByRole("list", { name: "Parts" }))
      .getAllByRole("listitem")
      .map((row) => row.querySelector("[data-part]")?.textContent?.slice(0, 12));

  const addSigner = async () => {
    const signers = await screen.findByRole("region", { name: "Signers" });
    await user.click(within(signers).getByRole("button", { name: "Add" }));
    await user.click(await screen.findByRole("menuitem", { name: /Ines/ }));
  };

  test("Alt and arrows move a part and keep the focus on it", async () => {
    await open("/engagements/kestrel/assemble");
    const row = await screen.findByRole("button", { name: /vita-consent/ });
    act(() => row.focus());
    await user.keyboard("{Alt>}{ArrowUp}{ArrowUp}{/Alt}");
    expect((await parts())[0]).toMatch(/^1vita/);
    expect(document.activeElement?.textContent).toMatch(/^1vita/);
    expect(screen.getByText("vita-consent is now part 1 of 5")).toBeTruthy();
  });

  test("what stops it turns the primary into fixing, and a field puts it right", async () => {
    const bridge = await open("/engagements/kestrel/assemble");
    await addSigner();
    await user.click(await screen.findByRole("button", { name: "Fix 1 thing" }));
    expect(screen.getByText(/Press the place on the page/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Paper" }));
    expect(await screen.findByRole("button", { name: "Send to review" })).toBeTruthy();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(called(bridge, "startAssemble")).toHaveLength(1));
    expect(called(bridge, "startAssemble")[0]?.[0]).toMatchObject({
      engagement: "kestrel",
      replaces: "k2",
      signers: ["ines"],
      submit: true,
      fields: [{ kind: "signature", signer: "ines", part: 1, page: 1, x: 100, y: 592, w: 180, h: 22 }],
    });
    await waitFor(() => expect(location.hash).toBe("#/review/kestrel/k2"));
  });

  test("an e-file authorisation is refused for the portal, and the open ways are named", async () => {
    await open("/engagements/kestrel/assemble");
    const region = await screen.findByRole("region", { name: "Parts" });
    await user.click(within(region).getByRole("button", { name: "Add" }));
    await user.dblClick(await screen.findByRole("row", { name: /irs-f8879/ }));
    await addSigner();
    expect(await screen.findByText("Form 8879 cannot be signed through the portal.")).toBeTruthy();
    expect(screen.getByText(/prints, signs and photographs/)).toBeTruthy();
    expect(screen.getByText(/signed in your office/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Send it without signers" }));
    expect(await screen.findByRole("button", { name: "Send to review" })).toBeTruthy();
  });

  test("a locked file asks for its password, again when it was wrong", async () => {
    const bridge = await open("/engagements/kestrel/assemble", "", {
      assembleSheet: () => ({
        ...sheet,
        parts: sheet.files
          .filter((file) => file.name === "locked.pdf")
          .map((file) => ({ ...file, title: "", pages: "", copy: false })),
      }),
    });
    await user.click(await screen.findByRole("button", { name: /Give password/ }));
    await user.type(await screen.findByLabelText("Its password"), "nope{Enter}");
    await user.click(
      await screen.findByRole("button", { name: /Give password: That password does not open it/ }),
    );
    await user.type(await screen.findByLabelText("Its password"), "letmein{Enter}");
    expect(await screen.findByText("Only these 3 pages leave the share")).toBeTruthy();
    expect(called(bridge, "checkPart").map((args) => args[2])).toEqual(["", "nope", "letmein"]);
  });

  test("some pages of a part: what is wrong is said, and only they are sent", async () => {
    const bridge = await open("/engagements/kestrel/assemble");
    const region = await screen.findByRole("region", { name: "Parts" });
    const field = await within(region).findByLabelText("Pages");
    await user.type(field, "7-12");
    expect(await within(region).findByText("It has 8 pages, so there is no page 12.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Send to review" })).toBeNull();
    await user.clear(field);
    await user.type(field, "1-3, 7");
    await user.click(await screen.findByRole("button", { name: "Send to review" }));
    const [order] = called(bridge, "startAssemble")[0] as [view.AssembleOrder];
    expect(order.parts.map((part) => part.pages)).toEqual(["1-3, 7", "", "", "1-4, 9", ""]);
  });

  test("a draft made again starts with its signers, fields and copy marks", async () => {
    const bridge = await open("/engagements/kestrel/assemble", "", {
      assembleSheet: () => ({
        ...sheet,
        parts: sheet.parts.slice(0, 2).map((part, i) => ({ ...part, copy: i === 1 })),
        missing: ["Engagement letter"],
        chosen: ["ines"],
        inOrder: true,
        fields: [
          { id: "a", kind: "signature", signer: "ines", part: 2, page: 1, x: 100, y: 592, w: 180, h: 22 },
          { id: "b", kind: "date", signer: "ines", part: 2, page: 1, x: 300, y: 592, w: 80, h: 22 },
        ],
      }),
    });
    expect(await screen.findByText("A part of the last draft is not in the work file any more")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Send to review" }));
    const [order] = called(bridge, "startAssemble")[0] as [view.AssembleOrder];
    expect(order).toMatchObject({ signers: ["ines"], inOrder: true });
    expect(order.parts.map((part) => part.copy)).toEqual([false, true]);
    expect(order.fields).toMatchObject([
      { kind: "signature", part: 2, page: 1, x: 100, y: 592, w: 180, h: 22 },
      { kind: "date", part: 2, page: 1 },
    ]);
  });

  test("a job that failed says why and can be started again; one under way can be cancelled", async () => {
    const running = {
      id: "j",
      state: "running",
      words: "Stamping",
      progress: 0.4,
      result: "",
      code: "",
      message: "",
      hint: "",
      part: 0,
    };
    let job = running;
    const bridge = await open("/engagements/kestrel/assemble", "", {
      startAssemble: () => running,
      job: () => job,
      cancelJob: () => {
        job = { ...running, state: "cancelled" };
      },
    });
    await user.click(await screen.findByRole("button", { name: "Send to review" }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByText(/Nothing was kept and nothing was sent/)).toBeTruthy();
    expect(called(bridge, "cancelJob")).toEqual([["j"]]);
    expect(screen.getByRole("button", { name: "Send to review" })).toBeTruthy();
  });
});

describe("publishing", () => {
  test("Ctrl Enter sends the draft to its signers with the note, replacing what is named", async () => {
    const bridge = await open("/publish/kestrel/p1");
    await user.type(
      await screen.findByRole("textbox", { name: /Note to the client/ }),
      "Please sign by Friday.",
    );
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() =>
      expect(called(bridge, "publishDraft")).toEqual([
        [
          {
            engagement: "kestrel",
            draft: "p1",
            to: ["ines", "paul"],
            note: "Please sign by Friday.",
            replaces: "old",
          },
        ],
      ]),
    );
  });

  test("an e-file authorisation is not published; the way out is offered", async () => {
    const bridge = await open("/publish/kestrel/p1", "efile");
    expect(await screen.findByText(/authorises e-filing/)).toBeTruthy();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(called(bridge, "publishDraft")).toEqual([]);
    expect(screen.getByRole("link", { name: "Make it without signers" }).getAttribute("href")).toBe(
      "#/engagements/kestrel/assemble",
    );
  });

  test("after it has left, the signer whose turn it is can be reminded, and it can be taken back with a reason", async () => {
    const bridge = await open("/publish/kestrel/s1");
    await user.click(await screen.findByRole("button", { name: /Remind Paul/ }));
    await waitFor(() => expect(called(bridge, "remindSigner")).toEqual([["kestrel", "d-s1"]]));
    await user.click(await screen.findByRole("button", { name: "Withdraw" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByRole("textbox"), "Wrong year");
    await user.click(within(dialog).getByRole("button", { name: "Withdraw it" }));
    await waitFor(() =>
      expect(called(bridge, "withdrawDeliverable")).toEqual([["kestrel", "d-s1", "Wrong year"]]),
    );
  });
});

describe("checking a sealed file", () => {
  test("whole and whose are two answers, and what is broken is named", async () => {
    await open("/setup/check", "broken");
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByRole("heading", { name: "Not intact" })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Origin unknown" })).toBeTruthy();
    expect(
      within(screen.getByRole("list", { name: "What was checked" })).getAllByRole("listitem")[0]?.textContent,
    ).toMatch(/^Fails/);
  });

  test("choosing no file changes nothing", async () => {
    const bridge = await open("/setup/check", "", { chooseFile: () => "" });
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByText("No file chosen yet.")).toBeTruthy();
    expect(called(bridge, "verifyFile")).toEqual([]);
  });
});

describe("every screen of drafts", () => {
  test.each([
    "/review",
    "/review/kestrel/k2",
    "/review/kestrel/away",
    "/engagements/kestrel/assemble",
    "/publish",
    "/publish/kestrel/p1",
    "/publish/kestrel/s1",
    "/setup/check",
  ])("%s has no fault that axe knows", async (place) => {
    await open(place);
    await waitFor(() => expect(document.querySelector("[aria-busy=true]")).toBeNull());
    // Colours are measured in the styles, layout in a browser; React Aria's announcements of tests before fade by themselves.
    const { violations } = await axe.run(
      { include: "body", exclude: "[data-live-announcer]" },
      {
        rules: {
          "color-contrast": { enabled: false },
          "target-size": { enabled: false },
          region: { enabled: false },
        },
      },
    );
    expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });

  test.each([
    ["/review", "No drafts wait for you."],
    ["/publish", "Nothing waits to be sent."],
    ["/engagements/kestrel/assemble", "Add the first part to start."],
  ])("%s says when it is empty", async (place, words) => {
    await open(place, "empty");
    expect(await screen.findByText(words)).toBeTruthy();
  });
});
