import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { RowList } from "./RowList";
import { Table } from "./Table";
import { ToastProvider, useToast } from "./Toast";

interface Client {
  id: string;
  name: string;
}

const clients: Client[] = [
  { id: "a", name: "Acme Ltd" },
  { id: "b", name: "Birchwood Dental PC" },
  { id: "k", name: "Kestrel Marine Inc." },
];

function Clients({ onOpen }: { onOpen?: (id: string) => void }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      <Table
        label="Clients"
        columns={[
          { id: "name", title: "Client", rowHeader: true, sortable: true, cell: (c: Client) => c.name },
        ]}
        rows={clients}
        rowKey={(c) => c.id}
        rowName={(c) => c.name}
        selectable
        selected={selected}
        onSelect={setSelected}
        onOpen={onOpen}
        sort={{ column: "name", direction: "ascending" }}
        onSort={() => undefined}
      />
      <output>{[...selected].join(" ")}</output>
    </>
  );
}

const focusedRow = () => document.activeElement?.closest('[role="row"],tr')?.getAttribute("data-key");

test("a table tells its order, moves with J and K, selects with X and opens with Enter", async () => {
  const open = vi.fn();
  const user = userEvent.setup();
  render(<Clients onOpen={open} />);
  expect(screen.getByRole("columnheader", { name: /Client/ }).getAttribute("aria-sort")).toBe("ascending");
  const first = screen.getByRole("row", { name: "Acme Ltd" });
  act(() => first.focus());
  await user.keyboard("j");
  expect(focusedRow()).toBe("b");
  await user.keyboard("jk");
  expect(focusedRow()).toBe("b");
  await user.keyboard("x");
  expect(screen.getByRole("status").textContent).toBe("b");
  await user.keyboard("{Enter}");
  expect(open).toHaveBeenCalledExactlyOnceWith("b");
});

test("the current row of a list follows J", async () => {
  const current = vi.fn();
  const user = userEvent.setup();
  render(
    <RowList
      label="Today"
      sections={[
        { id: "1", title: "Arrived", count: 2, rows: clients.slice(0, 2) },
        { id: "2", title: "To review", rows: clients.slice(2) },
      ]}
      rowKey={(c) => c.id}
      rowName={(c) => c.name}
      current="a"
      onCurrent={current}
    >
      {(c) => c.name}
    </RowList>,
  );
  act(() => screen.getByRole("row", { name: "Acme Ltd" }).focus());
  await user.keyboard("j");
  expect(current).toHaveBeenLastCalledWith("b");
  await user.keyboard("j");
  expect(current).toHaveBeenLastCalledWith("k");
});

function Reminders({ undo }: { undo: (name: string) => void }) {
  const toast = useToast();
  return ["Ruth", "Jon"].map((name) => (
    <button
      key={name}
      type="button"
      onClick={() =>
        toast({ text: `Reminded ${name}.`, action: { label: "Undo", onPress: () => undo(name) } })
      }
    >
      {name}
    </button>
  ));
}

test("one toast stands at a time, and Ctrl Z undoes what it tells", async () => {
  const undo = vi.fn();
  const user = userEvent.setup();
  render(
    <ToastProvider>
      <Reminders undo={undo} />
    </ToastProvider>,
  );
  await user.click(screen.getByRole("button", { name: "Ruth" }));
  await user.click(screen.getByRole("button", { name: "Jon" }));
  const toasts = screen.getAllByRole("alertdialog");
  expect(toasts).toHaveLength(1);
  expect(within(toasts[0] as HTMLElement).getByText("Reminded Jon.")).toBeTruthy();
  await user.keyboard("{Control>}z{/Control}");
  expect(undo).toHaveBeenCalledExactlyOnceWith("Jon");
  expect(screen.queryByText("Reminded Jon.")).toBeNull();
});
