import { type RefObject, useEffect, useState } from "react";

const focusable = "a[href], button, input, select, textarea, [tabindex]";

/**
 * Whether a box scrolls while nothing in it takes the focus: then the box itself must, or the keyboard
 * never reaches its end. Chromium does so by itself, WebKit does not.
 */
export function useScrollFocus(box: RefObject<HTMLElement | null>): boolean {
  const [needed, setNeeded] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () =>
      setNeeded(element.scrollHeight > element.clientHeight && !element.querySelector(focusable));
    const size = new ResizeObserver(look);
    const content = new MutationObserver(look);
    size.observe(element);
    content.observe(element, { childList: true, characterData: true, subtree: true });
    look();
    return () => {
      size.disconnect();
      content.disconnect();
    };
  }, [box]);
  return needed;
}
