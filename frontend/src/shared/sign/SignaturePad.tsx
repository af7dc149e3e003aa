import { type PointerEvent, useRef, useState } from "react";
import { Button } from "#/ui/Button";
import { Field } from "#/ui/Field";
import { SignatureImage } from "./SignatureImage";
import css from "./SignaturePad.module.css";
import { type Signature, type Stroke, strokePath } from "./signature";

export interface SignaturePadProps {
  value: Signature;
  onChange: (signature: Signature) => void;
}

const width = 520;
const height = 180;

/** A signature by keyboard (a typed name) or by hand. Typing is always enough. */
export function SignaturePad({ value, onChange }: SignaturePadProps) {
  const drawn = value.kind === "drawn";
  const swap = () =>
    onChange(
      drawn
        ? { kind: "typed", name: value.name }
        : { kind: "drawn", name: value.name, width, height, strokes: [] },
    );
  return (
    <div className={css.pad}>
      <Field
        label="Your name"
        value={value.name}
        autoComplete="name"
        onChange={(name) => onChange({ ...value, name })}
      />
      {drawn ? (
        <DrawArea
          strokes={value.strokes}
          onStroke={(stroke) => onChange({ ...value, strokes: [...value.strokes, stroke] })}
        />
      ) : (
        <div className={css.paper}>
          <div className={css.typed}>{value.name.trim() && <SignatureImage signature={value} />}</div>
        </div>
      )}
      <div className={css.choices}>
        <Button look="link" onPress={swap}>
          {drawn ? "Type it instead" : "Draw it instead"}
        </Button>
        {drawn && value.strokes.length > 0 && (
          <Button look="link" onPress={() => onChange({ ...value, strokes: [] })}>
            Clear
          </Button>
        )}
      </div>
    </div>
  );
}

function DrawArea({ strokes, onStroke }: { strokes: readonly Stroke[]; onStroke: (stroke: Stroke) => void }) {
  const [ink, setInk] = useState<Stroke>([]);
  const pen = useRef<number | null>(null);
  const point = (event: PointerEvent<SVGSVGElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * width,
      ((event.clientY - box.top) / box.height) * height,
    ];
  };
  const down = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current !== null) return;
    pen.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    setInk([point(event)]);
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current === event.pointerId) setInk([...ink, point(event)]);
  };
  const up = (event: PointerEvent<SVGSVGElement>) => {
    if (pen.current !== event.pointerId) return;
    pen.current = null;
    if (ink.length > 0) onStroke(ink);
    setInk([]);
  };
  return (
    <div className={css.paper}>
      <svg
        role="img"
        aria-label="Draw your signature here with a finger or the mouse"
        viewBox={`0 0 ${width} ${height}`}
        className={css.canvas}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      >
        <path d={`M24 ${height - 40}H${width - 24}`} className={css.line} />
        {[...strokes, ink].map((stroke, place) => (
          // Strokes are only ever added at the end.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <path key={place} d={strokePath(stroke)} className={css.ink} />
        ))}
      </svg>
    </div>
  );
}
