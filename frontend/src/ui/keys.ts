/** A key as people read it on a cap: "Ctrl", "Shift", "Enter", "Esc", "K". */
export type Key = string;

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
const macNames: Record<string, string> = { Ctrl: "⌘", Shift: "⇧", Alt: "⌥", Enter: "↵" };

/** The name of a key on this computer's keyboard. */
export function keyName(key: Key): string {
  return mac ? (macNames[key] ?? key) : key;
}

/** The same keys in the form that `aria-keyshortcuts` wants, e.g. "Control+Enter". */
export function ariaKeys(keys: readonly Key[] | undefined): string | undefined {
  if (!keys?.length) return undefined;
  const names: Record<string, string> = { Ctrl: mac ? "Meta" : "Control", Esc: "Escape" };
  return keys.map((k) => names[k] ?? k).join("+");
}

/** Whether the platform's command key is held: Command on macOS, Ctrl elsewhere. */
export function commandHeld(event: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return mac ? event.metaKey : event.ctrlKey;
}
