import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

export interface Pages {
  /** The page in sight. */
  shown: number;
  /** Scrolls a page to the top; numbers past an end mean that end. */
  goTo: (page: number) => void;
  onScroll: () => void;
}

/**
 * Which page is in sight, and how to get to another. `wanted` moves the paper
 * only when it changes, and once it is `measured`; another scale leaves the same
 * words in sight.
 */
export function usePages(
  scroller: RefObject<HTMLElement | null>,
  pages: number,
  wanted: number,
  onPage: ((page: number) => void) | undefined,
  { scale, measured }: { scale: number; measured: boolean },
): Pages {
  const [shown, setShown] = useState(1);
  const show = (page: number) => {
    if (page === shown) return;
    setShown(page);
    onPage?.(page);
  };
  const goTo = (page: number) => {
    const target = Math.min(Math.max(page, 1), pages);
    const element = pageElement(scroller.current, target);
    if (element && scroller.current)
      scroller.current.scrollTop = element.offsetTop - scroller.current.offsetTop - 16;
    show(target);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish moves the paper, not a scroll that answers it
  useEffect(() => {
    if (measured && wanted !== shown) goTo(wanted);
  }, [wanted, measured]);
  const before = useRef(scale);
  useLayoutEffect(() => {
    if (measured && scroller.current) scroller.current.scrollTop *= scale / before.current;
    before.current = scale;
  }, [scroller, scale, measured]);
  return { shown, goTo, onScroll: () => measured && show(pageInSight(scroller.current, shown)) };
}

function pageElement(scroller: HTMLElement | null, page: number): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-page="${page}"]`) ?? null;
}

/** The last page whose top has passed the upper third of the view. */
function pageInSight(scroller: HTMLElement | null, fallback: number): number {
  if (!scroller) return fallback;
  const line = scroller.getBoundingClientRect().top + scroller.clientHeight / 3;
  let seen = 1;
  for (const page of scroller.querySelectorAll<HTMLElement>("[data-page]")) {
    if (page.getBoundingClientRect().top > line) break;
    seen = Number(page.dataset.page);
  }
  return seen;
}

/** Presses the middle of the part of a page that is in sight: the keyboard's way to name a place. */
export function pressMiddle(scroller: HTMLElement | null, page: number): void {
  const paper = pageElement(scroller, page);
  if (!scroller || !paper) return;
  const a = scroller.getBoundingClientRect();
  const b = paper.getBoundingClientRect();
  const clientX = (Math.max(a.left, b.left) + Math.min(a.right, b.right)) / 2;
  const clientY = (Math.max(a.top, b.top) + Math.min(a.bottom, b.bottom)) / 2;
  paper.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX, clientY }));
}
