import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Composer, type ComposerMode } from "./Composer";
import { MessageThread, type ThreadMessage } from "./MessageThread";

const message = (id: string, more: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id,
  author: "Tom Okafor",
  side: "office",
  day: "Today",
  time: "2:30 PM",
  text: `text ${id}`,
  ...more,
});

test("a day is said once for its messages", () => {
  render(
    <MessageThread
      label="The van"
      look="office"
      messages={[message("1", { day: "Feb 26" }), message("2"), message("3")]}
    />,
  );
  expect(screen.getAllByText("Today")).toHaveLength(1);
  expect(screen.getAllByText("Feb 26")).toHaveLength(1);
});

test("a note of the office says who sees it", () => {
  render(<MessageThread label="The van" look="office" messages={[message("1", { note: true })]} />);
  expect(screen.getByText("Only the office sees this")).toBeTruthy();
});

test("a message that did not go out stays, and can be tried again", async () => {
  const retry = vi.fn();
  render(
    <MessageThread
      label="The van"
      look="portal"
      messages={[message("7", { own: true, state: "failed" })]}
      onRetry={retry}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledWith("7");
});

function Writing({ onSend }: { onSend: (text: string, mode: ComposerMode) => void }) {
  const [text, setText] = useState("");
  const [mode, setMode] = useState<ComposerMode>("reply");
  return (
    <Composer
      look="office"
      to="Ruth"
      value={text}
      onChange={setText}
      onSend={() => onSend(text, mode)}
      mode={mode}
      onMode={setMode}
    />
  );
}

test("Ctrl Enter sends what is written, and nothing when nothing is", async () => {
  const send = vi.fn();
  const user = userEvent.setup();
  render(<Writing onSend={send} />);
  await user.click(screen.getByRole("textbox", { name: "Write to Ruth" }));
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(send).not.toHaveBeenCalled();
  await user.keyboard("It is an asset.{Control>}{Enter}{/Control}");
  expect(send).toHaveBeenCalledExactlyOnceWith("It is an asset.", "reply");
});

test("a note to the office is written under its own name", async () => {
  const user = userEvent.setup();
  render(<Writing onSend={() => undefined} />);
  await user.click(screen.getByRole("radio", { name: "Note to the office" }));
  expect(screen.getByRole("textbox", { name: "Note to the office" })).toBeTruthy();
  expect(screen.getByText("Only the office sees this")).toBeTruthy();
  expect(screen.getByRole("button", { name: /Save note/ })).toBeTruthy();
});
