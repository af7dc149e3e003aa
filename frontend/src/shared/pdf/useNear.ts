import { type RefObject, useEffect, useState } from "react";

/** Whether an element is in sight, or within a screen of it. */
export function useNear(ref: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const watch = new IntersectionObserver((entries) => setNear(entries.some((e) => e.isIntersecting)), {
      root: element.closest("[data-scroller]"),
      rootMargin: "100% 0px",
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [ref]);
  return near;
}
