import { ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { buttonWithKeys } from "#/ui/withKeys";
import css from "./StatusChip.module.css";
import { StatusGlyph } from "./StatusGlyph";
import { type Reader, type Status, statusTone, statusWords } from "./status";

export interface StatusChipProps {
  status: Status;
  /** Clients read other words. */
  reader?: Reader;
  /** For extensions: the day in words, "Sep 15". */
  until?: string;
  /** With it the chip is a button that opens the choice of statuses (key S); wrap it in a Menu. */
  movable?: boolean;
}

/** Colour, sign and words of a status, always together. */
export function StatusChip({ status, reader = "office", until, movable }: StatusChipProps) {
  const tone = statusTone(status);
  const look = { color: `var(--${tone})`, background: `var(--${tone}-soft)` };
  const words = statusWords(status, reader, until);
  const body = (
    <>
      <StatusGlyph status={status} size={14} />
      {words}
    </>
  );
  if (!movable) {
    return (
      <span className={css.chip} style={look}>
        {body}
      </span>
    );
  }
  return (
    <Button
      className={css.chip}
      style={look}
      aria-label={`Status: ${words}. Move it`}
      render={buttonWithKeys(["S"])}
    >
      {body}
      <ChevronDown size={12} />
    </Button>
  );
}
