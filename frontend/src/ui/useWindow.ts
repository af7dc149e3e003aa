import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { drawAllBelow, type Piece, pieces } from "./window";

const unknown = { top: 0, bottom: 1200 };

/** How many px one may scroll before other lines are drawn; less than is drawn beyond the edges. */
const near = 100;

/** The element that scrolls this one. */
function scrollerOf(element: Element): Element {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if ((overflowY === "auto" || overflowY === "scroll") && at.scrollHeight > at.clientHeight) return at;
  }
  return document.documentElement;
}

/** What to draw of a long column inside `ref`, as it scrolls. `focus` is the line that has the focus. */
export function useWindow(
  ref: RefObject<Element | null>,
  heights: readonly number[],
  focus: number,
): Piece[] {
  const long = heights.length > drawAllBelow;
  const [view, setView] = useState(unknown);
  const look = useCallback(() => {
    const box = ref.current?.getBoundingClientRect();
    if (!box) return;
    const top = Math.max(0, -box.top);
    const next = { top, bottom: top + window.innerHeight };
    setView((before) => (Math.abs(before.top - next.top) < near && before !== unknown ? before : next));
  }, [ref]);
  useLayoutEffect(() => {
    if (!long || !ref.current) return;
    const scroller = scrollerOf(ref.current);
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      scroller.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [long, look, ref]);
  return pieces(heights, view, focus);
}
