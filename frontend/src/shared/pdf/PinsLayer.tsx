import { PinMarker, type PinState } from "#/shared/PinMarker";
import { type Rect, toBox, type View } from "./geometry";
import css from "./PinsLayer.module.css";

/** A note pinned to a page. */
export interface Pin {
  id: string;
  number: number;
  page: number;
  /** Its place in user space. Pins stand on the margin, never over figures; a turned page needs `x` to know how far down. */
  y: number;
  x?: number;
  state: PinState;
  label?: string;
  /** What the note is about, tinted while the note is active. */
  mark?: Rect;
}

export interface PinsLayerProps {
  view: View;
  pins: readonly Pin[];
  onPress: (id: string) => void;
}

const gap = 30;

/** Pushes places apart until they are `apart` from one another, in the order given, without passing `end`. */
export function spread(tops: readonly number[], apart: number, end: number): number[] {
  const placed: number[] = [];
  for (const top of tops) placed.push(Math.max(top, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + apart));
  let limit = end;
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i] ?? 0, limit);
    limit = (placed[i] ?? 0) - apart;
  }
  return placed;
}

export function PinsLayer({ view, pins, onPress }: PinsLayerProps) {
  const at = (pin: Pin) => toBox(view, [pin.x ?? 0, pin.y, pin.x ?? 0, pin.y]).top;
  const ordered = [...pins].sort((a, b) => at(a) - at(b) || a.number - b.number);
  const tops = spread(
    ordered.map((pin) => at(pin) - gap / 2),
    gap,
    view.height - gap,
  );
  return (
    <>
      {ordered.map(
        (pin) =>
          pin.mark &&
          pin.state === "active" && <span key={pin.id} className={css.mark} style={toBox(view, pin.mark)} />,
      )}
      {ordered.map((pin, place) => (
        <span key={pin.id} className={css.pin} style={{ top: tops[place] }}>
          <PinMarker
            number={pin.number}
            state={pin.state}
            label={pin.label}
            onPress={() => onPress(pin.id)}
          />
        </span>
      ))}
    </>
  );
}
