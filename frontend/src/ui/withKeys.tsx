import type { ComponentPropsWithRef, ReactElement } from "react";
import { ariaKeys, type Key } from "./keys";

/** For `render` of a React Aria button or link: tells its shortcut to screen readers, which React Aria would drop. */
export function buttonWithKeys(keys: readonly Key[] | undefined) {
  const shortcut = ariaKeys(keys);
  return (props: ComponentPropsWithRef<"button">): ReactElement => (
    <button {...props} aria-keyshortcuts={shortcut} />
  );
}
