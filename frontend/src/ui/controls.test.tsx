import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { initials } from "./Avatar";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Field } from "./Field";
import { OtpField } from "./OtpField";
import { Views } from "./Views";

test("a busy button keeps its focus, names its act and ignores presses", async () => {
  const press = vi.fn();
  const { rerender } = render(
    <Button busyLabel="Accepting" onPress={press}>
      Accept
    </Button>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("button"));
  rerender(
    <Button busy busyLabel="Accepting" onPress={press}>
      Accept
    </Button>,
  );
  await user.click(screen.getByRole("button"));
  expect(press).toHaveBeenCalledTimes(1);
  expect(document.activeElement).toBe(screen.getByRole("button"));
  expect(screen.getByText("Accepting").getAttribute("aria-hidden")).toBe("false");
});

test("a button tells its keys to screen readers, and the cap stays silent", () => {
  render(<Button keys={["Ctrl", "Enter"]}>Send</Button>);
  expect(screen.getByRole("button", { name: "Send" }).getAttribute("aria-keyshortcuts")).toBe(
    "Control+Enter",
  );
});

test("an error is tied to its field", () => {
  render(<Field label="Due" value="Feb 30" onChange={() => undefined} error="February 2026 has 28 days." />);
  const input = screen.getByRole("textbox", { name: "Due" });
  expect(input.getAttribute("aria-invalid")).toBe("true");
  const described = (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);
  expect(described).toContain("February 2026 has 28 days.");
});

function Code({ onComplete }: { onComplete: (code: string) => void }) {
  const [code, setCode] = useState("");
  return <OtpField label="Code" value={code} onChange={setCode} onComplete={onComplete} />;
}

test("a code can be pasted with anything around it, into one real input", async () => {
  const done = vi.fn();
  const user = userEvent.setup();
  render(<Code onComplete={done} />);
  const input = screen.getByRole("textbox", { name: "Code" });
  expect(input.getAttribute("autocomplete")).toBe("one-time-code");
  await user.click(input);
  await user.paste("Your code is 409-712.");
  expect(done).toHaveBeenCalledExactlyOnceWith("409712");
});

test("a code typed digit by digit is complete once", async () => {
  const done = vi.fn();
  const user = userEvent.setup();
  render(<Code onComplete={done} />);
  await user.click(screen.getByRole("textbox", { name: "Code" }));
  await user.keyboard("40a97123");
  expect(done).toHaveBeenCalledExactlyOnceWith("409712");
});

test("Esc in a dialog is the harmless choice", async () => {
  const close = vi.fn();
  render(
    <Dialog open onClose={close} title="Two versions" actions={<Button>Decide later</Button>}>
      Which one?
    </Dialog>,
  );
  expect(screen.getByRole("dialog", { name: "Two versions" })).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  expect(close).toHaveBeenCalledOnce();
});

test("one view is always on", async () => {
  const change = vi.fn();
  render(
    <Views
      label="Views"
      selected="all"
      onChange={change}
      views={[
        { id: "all", label: "All", count: 128 },
        { id: "open", label: "Open" },
      ]}
    />,
  );
  await userEvent.click(screen.getByRole("radio", { name: /All/ }));
  expect(change).not.toHaveBeenCalledWith("open");
  await userEvent.click(screen.getByRole("radio", { name: "Open" }));
  expect(change).toHaveBeenLastCalledWith("open");
});

test.each([
  ["Ruth Adeyemi", "RA"],
  ["Acme", "A"],
  ["Lindqvist & Moore", "LM"],
  ["Åsa  Öberg-Lind", "ÅÖ"],
  ["", ""],
])("the initials of %s are %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
