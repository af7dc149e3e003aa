import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { FieldsLayer } from "./FieldsLayer";
import type { PageField } from "./field";
import type { View } from "./geometry";
import { nextZoom } from "./PdfToolbar";
import { PinsLayer, spread } from "./PinsLayer";

/** An upright page of 612 by 792 points at twice its size. */
const view: View = {
  width: 1224,
  height: 1584,
  scale: 2,
  convertToViewportPoint: (x, y) => [2 * x, 2 * (792 - y)],
  convertToPdfPoint: (left, top) => [left / 2, 792 - top / 2],
};

const field: PageField = {
  id: "f",
  page: 1,
  rect: [100, 200, 280, 224],
  kind: "signature",
  label: "Sign here",
  signer: "Ines Marchetti",
  side: "client",
};

function edit(over: Partial<PageField> = {}) {
  const onMove = vi.fn();
  const onRemove = vi.fn();
  render(
    <FieldsLayer
      view={view}
      fields={[{ ...field, ...over }]}
      selected="f"
      mode="edit"
      onMove={onMove}
      onRemove={onRemove}
      onSelect={() => undefined}
    />,
  );
  const handle = screen.getByRole("button", { name: /Sign here, Ines Marchetti/ });
  act(() => handle.focus());
  return { onMove, onRemove, handle, user: userEvent.setup() };
}

test.each([
  ["{ArrowRight}", [101, 200, 281, 224]],
  ["{ArrowUp}", [100, 201, 280, 225]],
  ["{Shift>}{ArrowDown}{/Shift}", [100, 190, 280, 214]],
  ["{Alt>}{ArrowRight}{/Alt}", [100, 200, 281, 224]],
  ["{Alt>}{ArrowUp}{/Alt}", [100, 201, 280, 224]],
])("%s moves or resizes a field by points of the page", async (keys, rect) => {
  const { onMove, user } = edit();
  await user.keyboard(keys);
  expect(onMove).toHaveBeenLastCalledWith("f", rect);
});

test("a field cannot leave the page", async () => {
  const { onMove, user } = edit({ rect: [0, 200, 180, 224] });
  await user.keyboard("{ArrowLeft}");
  expect(onMove).toHaveBeenLastCalledWith("f", [0, 200, 180, 224]);
});

test("Delete takes a field away", async () => {
  const { onRemove, user } = edit();
  await user.keyboard("{Delete}");
  expect(onRemove).toHaveBeenCalledExactlyOnceWith("f");
});

test("a field is dragged, and told of once at the end", () => {
  const { onMove, handle } = edit();
  handle.setPointerCapture = () => undefined;
  fireEvent.pointerDown(handle, { pointerId: 1, clientX: 10, clientY: 10 });
  fireEvent.pointerMove(handle, { pointerId: 1, clientX: 30, clientY: 10 });
  fireEvent.pointerMove(handle, { pointerId: 1, clientX: 50, clientY: 30 });
  expect(onMove).not.toHaveBeenCalled();
  fireEvent.pointerUp(handle, { pointerId: 1 });
  expect(onMove).toHaveBeenCalledExactlyOnceWith("f", [120, 190, 300, 214]);
});

test("in signing a field is a button that says when it is filled", async () => {
  const press = vi.fn();
  const { rerender } = render(<FieldsLayer view={view} fields={[field]} mode="sign" onSelect={press} />);
  await userEvent.click(screen.getByRole("button", { name: /^Sign here, Ines Marchetti$/ }));
  expect(press).toHaveBeenCalledWith("f");
  rerender(<FieldsLayer view={view} fields={[field]} mode="sign" onSelect={press} filled={() => "Ines"} />);
  expect(screen.getByRole("button", { name: /Sign here, Ines Marchetti: placed/ })).toBeTruthy();
});

test("pins keep apart and on the page", () => {
  expect(spread([10, 12, 100], 30, 500)).toEqual([10, 40, 100]);
  expect(spread([480, 490], 30, 490)).toEqual([460, 490]);
});

test("pins are read from the top of the page, and pressing one opens its note", async () => {
  const press = vi.fn();
  render(
    <PinsLayer
      view={view}
      pins={[
        { id: "low", number: 1, page: 1, y: 100, state: "active" },
        { id: "high", number: 2, page: 1, y: 700, state: "settled", label: "Other income" },
      ]}
      onPress={press}
    />,
  );
  expect(screen.getAllByRole("button").map((b) => b.getAttribute("aria-label"))).toEqual([
    "Note 2, settled: Other income",
    "Note 1",
  ]);
  await userEvent.click(screen.getByRole("button", { name: "Note 1" }));
  expect(press).toHaveBeenCalledWith("low");
});

test("zoom goes by steps and stops at its ends", () => {
  expect(nextZoom(1, 1)).toBe(1.16);
  expect(nextZoom(1.08, -1)).toBe(1);
  expect(nextZoom(4, 1)).toBe(4);
  expect(nextZoom(0.5, -1)).toBe(0.5);
});
