import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ShortcutProvider, type ShortcutSettings, type Shortcuts, useShortcuts } from "./shortcuts";

function Screen({ keys }: { keys: Shortcuts }) {
  useShortcuts(keys);
  return <input aria-label="Filter" />;
}

function show(keys: Shortcuts, settings: ShortcutSettings = { characters: true }) {
  render(
    <ShortcutProvider settings={settings}>
      <Screen keys={keys} />
      <div role="dialog">
        <button type="button">Inside</button>
      </div>
    </ShortcutProvider>,
  );
  return userEvent.setup();
}

test("a single key acts, but not while one types", async () => {
  const accept = vi.fn();
  const user = show({ e: accept });
  await user.keyboard("e");
  expect(accept).toHaveBeenCalledTimes(1);
  await user.type(screen.getByRole("textbox"), "e");
  expect(accept).toHaveBeenCalledTimes(1);
});

test("Ctrl combinations act even while one types", async () => {
  const send = vi.fn();
  const user = show({ "ctrl+enter": send });
  await user.type(screen.getByRole("textbox"), "text{Control>}{Enter}{/Control}");
  expect(send).toHaveBeenCalledTimes(1);
});

test("single keys can be switched off, Shift with a letter with them; Ctrl stays", async () => {
  const [accept, approve, search] = [vi.fn(), vi.fn(), vi.fn()];
  const user = show({ e: accept, "shift+a": approve, "ctrl+k": search }, { characters: false });
  await user.keyboard("e{Shift>}A{/Shift}{Control>}k{/Control}");
  expect(accept).not.toHaveBeenCalled();
  expect(approve).not.toHaveBeenCalled();
  expect(search).toHaveBeenCalledOnce();
});

test("G then T is a sequence, and T alone is not", async () => {
  const today = vi.fn();
  const user = show({ "g t": today });
  await user.keyboard("t");
  expect(today).not.toHaveBeenCalled();
  await user.keyboard("gt");
  expect(today).toHaveBeenCalledOnce();
});

test("a person's own key stands for the one the screen binds", async () => {
  const accept = vi.fn();
  const user = show({ e: accept }, { characters: true, remap: { y: "e" } });
  await user.keyboard("y");
  expect(accept).toHaveBeenCalledOnce();
});

test("a screen hears nothing from a dialog over it", async () => {
  const accept = vi.fn();
  const user = show({ e: accept });
  screen.getByRole("button", { name: "Inside" }).focus();
  await user.keyboard("e");
  expect(accept).not.toHaveBeenCalled();
});

test("? is itself, whatever keys make it", async () => {
  const help = vi.fn();
  const user = show({ "?": help });
  await user.keyboard("{Shift>}?{/Shift}");
  expect(help).toHaveBeenCalledOnce();
});
