import type { KeyboardEvent } from "react";

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/**
 * Moves focus among the elements marked `data-rove` inside the one that hears
 * the key: arrows or J and K step, Home and End go to the ends. For
 * `onKeyDown` of a container whose rows are not a React Aria collection.
 */
export function rove(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-rove]")];
  const at = stops.indexOf(event.target);
  if (at < 0) return;
  const step = steps[event.key];
  const next = step
    ? stops[at + step]
    : event.key === "Home"
      ? stops[0]
      : event.key === "End"
        ? stops.at(-1)
        : undefined;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
