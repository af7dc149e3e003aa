import css from "./KeyCap.module.css";
import { type Key, keyName } from "./keys";

export interface KeyCapProps {
  /** Pressed together, in order: `["Ctrl", "K"]`. macOS shows its own symbols. */
  keys: readonly Key[];
}

/** Draws a shortcut. Decoration: the control itself carries `aria-keyshortcuts`. */
export function KeyCap({ keys }: KeyCapProps) {
  return (
    <span className={css.keys} aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key} className={css.cap}>
          {keyName(key)}
        </kbd>
      ))}
    </span>
  );
}
