import { act, cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { App } from "./App";
import { type Bridge, type Fake, install } from "./dev/bridge";
import { sample } from "./dev/sample";
import { go } from "./location";
import { newQueryClient } from "./queryClient";

vi.setConfig({ testTimeout: 40_000 });
configure({ asyncUtilTimeout: 10_000 });

const user = userEvent.setup();

/** Virtualized tables draw nothing without a size. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Opens the window of the sample firm at a place. */
async function open(place: string, state = "", change: Fake = {}): Promise<Bridge> {
  const bridge = install({ ...sample(state, "light"), ...change });
  go(place);
  render(<App queries={newQueryClient()} />);
  await screen.findByRole("main");
  return bridge;
}

/** Opens the search over Setup. What is typed is found only when the answer is called. */
async function searching(): Promise<() => void> {
  let find = () => {};
  const found = new Promise<void>((resolve) => {
    find = resolve;
  });
  const { search } = sample("", "light");
  await open("/setup", "", {
    search: async (text) => {
      if (text) await found;
      return search?.(text) ?? { recent: false, results: [] };
    },
  });
  await screen.findByRole("heading", { name: "Setup" });
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("option", { name: /Acme Ltd 2025 Form 1120-S/ });
  return find;
}

const called = (bridge: Bridge, method: string) =>
  bridge.calls.filter((call) => call.method === method).map((call) => call.args);

describe("connecting", () => {
  test("a wrong code is explained under the code, and the rest is kept", async () => {
    await open("/", "new");
    await user.type(screen.getByLabelText("Relay address"), "https:relay");
    await user.type(screen.getByLabelText("Enrolment code"), "2");
    await user.type(screen.getByLabelText("Name of this computer"), "Priya’s laptop");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByText(/That code doesn’t match/)).toBeTruthy();
    expect(screen.getByLabelText("Relay address")).toHaveProperty("value", "https:relay");
  });

  test("a good code leads on to the office share", async () => {
    await open("/", "new");
    await user.type(screen.getByLabelText("Relay address"), "https:relay");
    await user.type(screen.getByLabelText("Enrolment code"), "1");
    await user.type(screen.getByLabelText("Name of this computer"), "Priya’s laptop");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByRole("button", { name: "Say where it is" })).toBeTruthy();
  });
});

describe("Today", () => {
  test("E accepts what the row shows and says so", async () => {
    const bridge = await open("/today");
    await screen.findByRole("button", { name: /Accept/ });
    await user.keyboard("e");
    expect(await screen.findByText("Accepted. Ruth sees it as done.")).toBeTruthy();
    expect(called(bridge, "acceptRequest")).toEqual([["acme", "r5"]]);
  });

  test("a fix is asked for in words that the client reads", async () => {
    const bridge = await open("/today");
    await user.click(await screen.findByRole("button", { name: /Ask for a fix/ }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("radio", { name: "Another period" }));
    await user.type(within(dialog).getByLabelText("What the client reads"), "2025.");
    await user.click(within(dialog).getByRole("button", { name: /Ask for a fix/ }));
    await waitFor(() =>
      expect(called(bridge, "returnRequest")).toEqual([
        ["acme", "r5", "wrong-period", "This is for another period. We need 2025."],
      ]),
    );
  });

  test("with single letters off, E does nothing", async () => {
    const session = await sample("", "light").session?.();
    if (!session) throw new Error("the sample has a session");
    const bridge = await open("/today", "", {
      session: () => ({ ...session, keys: { singleLetters: false } }),
    });
    await screen.findByRole("button", { name: /Accept/ });
    await user.keyboard("e");
    await user.click(screen.getByRole("button", { name: /Accept/ }));
    await waitFor(() => expect(called(bridge, "acceptRequest")).toHaveLength(1));
  });

  test("nothing to do is one line, with what moved by itself", async () => {
    await open("/today", "empty");
    expect(await screen.findByText("Nothing needs you.")).toBeTruthy();
    expect(screen.getByRole("button", { name: /Moved without you today/ })).toBeTruthy();
  });
});

describe("an act that is refused", () => {
  test("stays where it was tried, with its reason, until it is put away", async () => {
    await open("/engagements/acme");
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Complete" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: "Complete" }));
    expect(await within(dialog).findByRole("alert")).toHaveProperty(
      "textContent",
      expect.stringContaining("Sam has not signed yet."),
    );
    await user.click(within(dialog).getByRole("button", { name: "Dismiss" }));
    expect(within(dialog).queryByRole("alert")).toBeNull();
  });
});

describe("undo", () => {
  test("of a status goes back by the act that Go names", async () => {
    const bridge = await open("/engagements/acme");
    await screen.findByRole("heading", { name: "2025 Form 1120-S" });
    await user.keyboard("s");
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("radio", { name: "On hold" }));
    await user.click(within(dialog).getByRole("button", { name: "Move" }));
    await user.click(await screen.findByRole("button", { name: /Undo/ }));
    await waitFor(() =>
      expect(called(bridge, "setStatus")).toEqual([
        ["acme", "on-hold", "", ""],
        ["acme", "", "", ""],
      ]),
    );
  });
});

describe("moving about", () => {
  test("G then a letter goes to a section, and ? lists the keys of the screen", async () => {
    await open("/today");
    await screen.findByRole("button", { name: /Accept/ });
    await user.keyboard("gm");
    expect(await screen.findByRole("heading", { name: "Messages" })).toBeTruthy();
    await user.keyboard("?");
    const dialog = await screen.findByRole("dialog", { name: "Shortcuts on this screen" });
    expect(within(dialog).getByText("settle")).toBeTruthy();
    expect(within(dialog).queryByText("accept")).toBeNull();
  });

  test("Ctrl K finds an engagement and opens it", async () => {
    await open("/setup");
    await screen.findByRole("heading", { name: "Setup" });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("searchbox"), "Acme Ltd 2025");
    await user.click(await screen.findByRole("option", { name: /Acme Ltd 2025 Form 1120-S/ }));
    expect(await screen.findByRole("heading", { name: "2025 Form 1120-S" })).toBeTruthy();
  });

  test.each([
    ["the first that is found", "Acme Ltd 2025", "2025 Form 1120-S"],
    ["the first command where nothing is found", "Go to Mess", "Messages"],
  ])("Enter opens %s, however late it is found", async (_, typed, heading) => {
    const find = await searching();
    await user.type(screen.getByRole("searchbox"), `${typed}{Enter}`);
    expect(screen.getByRole("searchbox")).toBeTruthy();
    find();
    expect(await screen.findByRole("heading", { name: heading })).toBeTruthy();
  });

  test("Enter is of what was typed then, and of what arrow keys chose", async () => {
    const find = await searching();
    await user.type(screen.getByRole("searchbox"), "Acme{Enter} L{Backspace}{Backspace}");
    find();
    await waitFor(() => expect(screen.getAllByRole("option").length).toBe(2));
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(await screen.findByRole("heading", { name: "2025 Form 1120-S" })).toBeTruthy();
  });

  test("a share that is not recognised can be chosen again", async () => {
    const bridge = await open("/setup/shares", "swapped");
    await user.click(await screen.findByRole("button", { name: "Choose its folder" }));
    await waitFor(() => expect(called(bridge, "bindRoot")).toEqual([["root1", "S:\\Clients"]]));
    expect(screen.queryByRole("button", { name: "Map clients" })).toBeNull();
  });

  test("a screen is read again when Go says that it changed", async () => {
    let date = "Tuesday, March 3";
    const today = await sample("", "light").today?.();
    if (!today) throw new Error("the sample has a Today");
    const { startLive } = await import("./live");
    const bridge = install({ ...sample("", "light"), today: () => ({ ...today, date }) });
    go("/today");
    const queries = newQueryClient();
    const stop = startLive(queries);
    render(<App queries={queries} />);
    await screen.findByRole("heading", { name: "Tuesday, March 3" });
    date = "Wednesday, March 4";
    act(() => bridge.emit({ streams: ["engagement/acme"], nouns: [], seq: 1 }));
    expect(await screen.findByRole("heading", { name: "Wednesday, March 4" })).toBeTruthy();
    stop();
  });
});

describe("every screen", () => {
  const places: [place: string, state: string][] = [
    ["/", "new"],
    ["/today", ""],
    ["/today", "refused"],
    ["/engagements", ""],
    ["/engagements/new", ""],
    ["/engagements/acme", ""],
    ["/engagements/acme?tab=details", "empty"],
    ["/clients/c-acme", ""],
    ["/messages", ""],
    ["/sync", "refused"],
    ["/setup/staff", ""],
    ["/setup/map/root1", ""],
  ];
  test.each(places)(
    "%s %s is sound for assistive technology",
    async (place, state) => {
      await open(place, state);
      await waitFor(() => expect(document.querySelector("[aria-busy=true]")).toBeNull());
      // Colours are measured in the styles; layout-dependent rules need a browser.
      const found = await axe.run(document.body, {
        rules: {
          "color-contrast": { enabled: false },
          "target-size": { enabled: false },
          region: { enabled: false },
        },
      });
      expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
    },
    30_000,
  );

  test.each(["/today", "/engagements/acme", "/clients", "/messages", "/setup"])(
    "%s says what could not be read and offers to try again",
    async (place) => {
      await open(place, "error");
      expect(
        (await screen.findAllByText("This could not be read from this computer.")).length,
      ).toBeGreaterThan(0);
      expect(screen.getAllByRole("button", { name: "Try again" }).length).toBeGreaterThan(0);
    },
  );
});
