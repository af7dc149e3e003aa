import { type RefObject, useEffect, useState } from "react";

/** CSS pixels per point at the paper's own size. */
export const paperScale = 96 / 72;

const margins = 48;
const mostFitted = 1.16;

/** The width that pages may take, and the scale that follows from it while the zoom is "fit". Before it is measured no place on the paper holds. */
export function useZoom(scroller: RefObject<HTMLElement | null>, pageWidth: number, initial: number | "fit") {
  const [chosen, setZoom] = useState(initial);
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setRoom(element.clientWidth));
    watch.observe(element);
    setRoom(element.clientWidth);
    return () => watch.disconnect();
  }, [scroller]);
  const air = room < 600 ? margins / 2 : margins;
  const fitted = Math.min(mostFitted, Math.max(0.2, (room - air) / (pageWidth * paperScale)));
  const zoom = chosen === "fit" ? fitted : chosen;
  return { zoom, scale: zoom * paperScale, measured: room > 0, setZoom };
}
