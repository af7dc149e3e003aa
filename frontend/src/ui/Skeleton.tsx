import { useEffect, useState } from "react";
import css from "./Skeleton.module.css";

export interface SkeletonProps {
  /** How many rows it stands for. */
  rows?: number;
  /** Height of one row. */
  of?: "row" | "card" | "line";
  /** Milliseconds of waiting before it is drawn, so that quick answers never flash. */
  after?: number;
}

const widths = ["64%", "88%", "46%", "72%", "58%"];

export function Skeleton({ rows = 3, of = "row", after = 300 }: SkeletonProps) {
  const [shown, setShown] = useState(after === 0);
  useEffect(() => {
    if (after === 0) return;
    const timer = setTimeout(() => setShown(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  const places = Array.from({ length: rows }, (_, place) => place);
  return (
    <div aria-hidden="true" className={shown ? css.shown : css.waiting}>
      {places.map((place) => (
        <div key={place} className={css[of]}>
          <svg className={css.bone} width={of === "card" ? "100%" : widths[place % widths.length]} />
        </div>
      ))}
    </div>
  );
}
