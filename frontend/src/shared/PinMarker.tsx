import { Button } from "react-aria-components/Button";
import { cx } from "#/ui/cx";
import css from "./PinMarker.module.css";

export type PinState = "active" | "open" | "settled";

export interface PinMarkerProps {
  /** The number of the note. */
  number: number;
  state: PinState;
  /** The note's first words, for screen readers. */
  label?: string;
  /** With it the pin is a button. */
  onPress?: () => void;
}

/** A teardrop with the number of a note: filled is active, outlined is open, grey is settled. */
export function PinMarker({ number, state, label, onPress }: PinMarkerProps) {
  const name = `Note ${number}${state === "settled" ? ", settled" : ""}${label ? `: ${label}` : ""}`;
  if (!onPress) {
    return (
      <span role="img" aria-label={name} className={cx(css.pin, css[state])}>
        {number}
      </span>
    );
  }
  return (
    <Button
      aria-label={name}
      aria-pressed={state === "active"}
      onPress={onPress}
      className={cx(css.pin, css[state])}
    >
      {number}
    </Button>
  );
}
