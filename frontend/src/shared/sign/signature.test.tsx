import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { SignaturePad } from "./SignaturePad";
import { inkBox, isComplete, type Signature, strokePath } from "./signature";

test("a typed name is enough, a drawing needs ink and a name", () => {
  expect(isComplete({ kind: "typed", name: "Ruth" })).toBe(true);
  expect(isComplete({ kind: "typed", name: "  " })).toBe(false);
  const drawn = { kind: "drawn", name: "Ruth", width: 100, height: 40 } as const;
  expect(isComplete({ ...drawn, strokes: [] })).toBe(false);
  expect(isComplete({ ...drawn, strokes: [[[1, 1]]] })).toBe(false);
  expect(
    isComplete({
      ...drawn,
      strokes: [
        [
          [1, 1],
          [9, 9],
        ],
      ],
    }),
  ).toBe(true);
  expect(
    isComplete({
      ...drawn,
      name: "",
      strokes: [
        [
          [1, 1],
          [9, 9],
        ],
      ],
    }),
  ).toBe(false);
});

test("a stroke goes through its points, and a dot is a dot", () => {
  expect(
    strokePath([
      [0, 0],
      [10, 0],
      [10, 10],
    ]),
  ).toBe("M0 0Q0 0 5 0Q10 0 10 5L10 10");
  expect(strokePath([[3, 4]])).toBe("M3 4h0.1");
  expect(strokePath([])).toBe("");
});

test("the picture of a drawing is cut to its ink", () => {
  expect(
    inkBox(500, 200, [
      [
        [10, 20],
        [110, 60],
      ],
    ]),
  ).toBe("6 16 108 48");
  expect(inkBox(500, 200, [])).toBe("0 0 500 200");
});

let last: Signature;

function Pad() {
  const [signature, setSignature] = useState<Signature>({ kind: "typed", name: "" });
  last = signature;
  return <SignaturePad value={signature} onChange={setSignature} />;
}

test("one types a name, or draws and clears, and the name stays", async () => {
  const user = userEvent.setup();
  render(<Pad />);
  await user.type(screen.getByRole("textbox", { name: "Your name" }), "Ruth Adeyemi");
  expect(screen.getByRole("img", { name: "Signature of Ruth Adeyemi" })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Draw it instead" }));
  const area = screen.getByRole("img", { name: /Draw your signature/ });
  area.setPointerCapture = () => undefined;
  area.getBoundingClientRect = () => new DOMRect(0, 0, 260, 90);
  fireEvent.pointerDown(area, { pointerId: 1, clientX: 10, clientY: 10 });
  fireEvent.pointerMove(area, { pointerId: 1, clientX: 20, clientY: 30 });
  fireEvent.pointerUp(area, { pointerId: 1 });
  expect(last).toEqual({
    kind: "drawn",
    name: "Ruth Adeyemi",
    width: 520,
    height: 180,
    strokes: [
      [
        [20, 20],
        [40, 60],
      ],
    ],
  });
  await user.click(screen.getByRole("button", { name: "Clear" }));
  expect(last).toMatchObject({ kind: "drawn", strokes: [] });
  await user.click(screen.getByRole("button", { name: "Type it instead" }));
  expect(last).toEqual({ kind: "typed", name: "Ruth Adeyemi" });
});
