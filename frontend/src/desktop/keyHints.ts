import { createContext, useContext, useEffect, useId, useRef, useSyncExternalStore } from "react";
import type { Key } from "#/ui/keys";
import { useShortcuts } from "#/ui/shortcuts";

/** A key of a screen: what it is called, and what it does. */
export interface ScreenKey {
  /** As `useShortcuts` reads it: "e", "shift+a", "ctrl+enter", "g t". */
  press: string;
  /** As drawn: `["Shift", "A"]`. Made from `press` unless given. */
  keys?: readonly Key[];
  label: string;
  /** Absent for keys that a list binds itself (J, K), and while the act is not possible. */
  act?: () => void;
  /** Where it stands in the bar; 0 unless given. Equal ones keep the order in which they came on screen. */
  order?: number;
  /** Not in the bar at the foot, only under "all shortcuts". */
  quiet?: boolean;
}

export interface ShownKey {
  keys: readonly Key[];
  label: string;
  order: number;
  quiet: boolean;
}

/** The keys of everything on screen now. */
export class KeyHints {
  private groups = new Map<string, readonly ShownKey[]>();
  private all: readonly ShownKey[] = [];
  private heard = new Set<() => void>();

  set(owner: string, keys: readonly ShownKey[]): void {
    if (keys.length) this.groups.set(owner, keys);
    else this.groups.delete(owner);
    this.all = [...this.groups.values()].flat().sort((a, b) => a.order - b.order);
    for (const hear of this.heard) hear();
  }

  readonly read = (): readonly ShownKey[] => this.all;

  readonly subscribe = (hear: () => void): (() => void) => {
    this.heard.add(hear);
    return () => this.heard.delete(hear);
  };
}

export const KeyHintsContext = createContext(new KeyHints());

/** Every key that acts now, for the bar at the foot and the list of shortcuts. */
export function useKeyHints(): readonly ShownKey[] {
  const hints = useContext(KeyHintsContext);
  return useSyncExternalStore(hints.subscribe, hints.read);
}

/** Binds the keys of a screen and names them at the foot of the window, for as long as it is shown. */
export function useScreenKeys(keys: readonly ScreenKey[]): void {
  const hints = useContext(KeyHintsContext);
  const owner = useId();
  const shown = keys.filter((k) => k.act || !k.press);
  useShortcuts(Object.fromEntries(keys.filter((k) => k.press && k.act).map((k) => [k.press, k.act])));
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  });
  const words = shown.map((k) => `${k.press}\n${k.keys?.join() ?? ""}\n${k.label}`).join("\n");
  // Set again only when the words change: the acts are new functions on every render.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    hints.set(
      owner,
      latest.current.map((k) => ({
        keys: k.keys ?? caps(k.press),
        label: k.label,
        order: k.order ?? 0,
        quiet: k.quiet ?? false,
      })),
    );
    return () => hints.set(owner, []);
  }, [hints, owner, words]);
}

/** "ctrl+enter" as it stands on the caps: Ctrl, Enter. */
export function caps(press: string): Key[] {
  return press
    .split(/[+ ]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .map((part) => (part === "Escape" ? "Esc" : part));
}
