import type { KeyboardEvent } from "react";

const twins: Record<string, string> = { j: "ArrowDown", k: "ArrowUp" };

/** J and K move like the arrows inside a list; X toggles like Space. For `onKeyDownCapture` of the list. */
export function rowKeys(event: KeyboardEvent<HTMLElement>): void {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (
    !(target instanceof HTMLElement) ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement
  )
    return;
  const key = twins[event.key.toLowerCase()] ?? (event.key === "x" ? " " : undefined);
  if (!key) return;
  event.preventDefault();
  event.stopPropagation();
  for (const type of ["keydown", "keyup"]) {
    target.dispatchEvent(
      new window.KeyboardEvent(type, {
        key,
        code: key === " " ? "Space" : key,
        shiftKey: event.shiftKey,
        bubbles: true,
        cancelable: true,
      }),
    );
  }
}
