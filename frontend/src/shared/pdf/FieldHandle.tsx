import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import css from "./FieldsLayer.module.css";
import { leastSize, type PageField } from "./field";
import { type Box, inside, type Rect, snapped, toBox, toRect, type View } from "./geometry";
import { SignField } from "./SignField";

export interface FieldHandleProps {
  view: View;
  field: PageField;
  /** The other fields of the page, to line up with. */
  others: readonly Box[];
  selected: boolean;
  onSelect: () => void;
  onMove: (rect: Rect) => void;
  onRemove?: () => void;
}

interface Drag {
  what: "move" | "resize";
  from: { x: number; y: number };
  box: Box;
}

const reach = 5;
const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A field that is moved and resized by pointer, or by arrow keys: a point at a time, ten with Shift, its size with Alt. */
export function FieldHandle({ view, field, others, selected, onSelect, onMove, onRemove }: FieldHandleProps) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const rest = toBox(view, field.rect);
  const box = drag?.box ?? rest;
  const least = leastSize[field.kind] * view.scale;

  const begin = (what: Drag["what"]) => (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ what, from: { x: event.clientX, y: event.clientY }, box: rest });
    onSelect();
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return;
    const dx = event.clientX - drag.from.x;
    const dy = event.clientY - drag.from.y;
    const next =
      drag.what === "move"
        ? snapped({ ...rest, left: rest.left + dx, top: rest.top + dy }, others, reach)
        : { ...rest, width: rest.width + dx, height: rest.height + dy };
    setDrag({ ...drag, box: inside(view, next, least) });
  };
  const end = () => {
    if (drag && !sameBox(drag.box, rest)) onMove(toRect(view, drag.box));
    setDrag(null);
  };
  const keys = (event: KeyboardEvent) => {
    if ((event.key === "Delete" || event.key === "Backspace") && onRemove) onRemove();
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    const step = view.scale * (event.shiftKey ? 10 : 1);
    const [dx, dy] = [arrow[0] * step, arrow[1] * step];
    const next = event.altKey
      ? { ...rest, width: rest.width + dx, height: rest.height + dy }
      : { ...rest, left: rest.left + dx, top: rest.top + dy };
    onMove(toRect(view, inside(view, next, least)));
  };
  return (
    <>
      {selected && <span className={css.guide} style={{ top: box.top + box.height }} />}
      <button
        type="button"
        aria-pressed={selected}
        className={cx(css.field, css.handle)}
        style={box}
        onFocus={onSelect}
        onKeyDown={keys}
        onPointerDown={begin("move")}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
      >
        <SignField field={field} selected={selected} />
        <Hidden>. Arrow keys move it, Alt and arrows resize it</Hidden>
        {selected && (
          <span
            className={css.corner}
            onPointerDown={begin("resize")}
            onPointerMove={move}
            onPointerUp={end}
            onPointerCancel={() => setDrag(null)}
          />
        )}
      </button>
    </>
  );
}

function sameBox(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}
