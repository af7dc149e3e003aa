import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { commandHeld } from "./keys";

/**
 * What a screen binds: a combination and what it does. Combinations are lower
 * case, parts in the order ctrl, alt, shift, key: "e", "shift+a",
 * "ctrl+enter", "ctrl+k", "?", "1". Two keys in a row are "g t". Ctrl is
 * Command on macOS.
 */
export type Shortcuts = Record<string, (() => void) | undefined>;

export interface ShortcutSettings {
  /** Single characters may be switched off (WCAG 2.1.4); combinations with Ctrl always work. */
  characters: boolean;
  /** A person's own choice: from the combination they press to the one the screens bind. */
  remap?: Record<string, string>;
}

const Settings = createContext<ShortcutSettings>({ characters: true });

export function ShortcutProvider({
  settings,
  children,
}: {
  settings: ShortcutSettings;
  children: ReactNode;
}) {
  return <Settings value={settings}>{children}</Settings>;
}

const sequenceMs = 1200;

/** The combination that a key press stands for, e.g. "ctrl+enter"; null for a lone modifier. */
export function combination(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string | null {
  if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return null;
  const letter = /^\p{L}$/u.test(event.key);
  const named = event.key.length > 1;
  const parts = [
    commandHeld(event) && "ctrl",
    event.altKey && "alt",
    event.shiftKey && (letter || named) && "shift",
    event.key === " " ? "space" : event.key.toLowerCase(),
  ];
  return parts.filter(Boolean).join("+");
}

/** Typing goes to the field, not to a shortcut. */
function inTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target.getAttribute("role") === "spinbutton" || target.getAttribute("role") === "searchbox")
    return true;
  return (
    target instanceof HTMLInputElement &&
    !["checkbox", "radio", "button", "submit", "range"].includes(target.type)
  );
}

/** Combinations with Ctrl or Alt, and Esc, act everywhere; all else belongs to a text field that has focus. */
function mayAct(event: KeyboardEvent, pressed: string, characters: boolean): boolean {
  if (/^(ctrl|alt)\+/.test(pressed) || pressed === "escape") return true;
  if (inTextField(event.target)) return false;
  return characters || event.key.length > 1;
}

/** While a dialog or menu is open the screen under it hears nothing. */
function behindOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null
  );
}

/** Binds shortcuts for as long as the component is shown. A combination bound twice goes to the one shown last. */
export function useShortcuts(shortcuts: Shortcuts, options: { insideDialog?: boolean } = {}): void {
  const settings = useContext(Settings);
  const latest = useRef(shortcuts);
  const { insideDialog = false } = options;
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = { key: "", at: 0 };
    const listen = (event: KeyboardEvent) => {
      const pressed = combination(event);
      if (pressed === null || event.defaultPrevented || event.isComposing) return;
      if (!insideDialog && behindOverlay(event.target)) return;
      if (!mayAct(event, pressed, settings.characters)) return;
      const sequence = event.timeStamp - first.at < sequenceMs ? `${first.key} ${pressed}` : "";
      const bound = (name: string) => latest.current[settings.remap?.[name] ?? name];
      const act = (sequence && bound(sequence)) || bound(pressed);
      first = { key: pressed, at: event.timeStamp };
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [settings, insideDialog]);
}
