import { type ReactNode, useEffect, useRef } from "react";
import css from "./Assemble.module.css";

/** Scrolls to the field that was just selected, once its page is drawn. */
export function SelectedInSight({ selected, children }: { selected: string | null; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) ref.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <div ref={ref} className={css.fields}>
      {children}
    </div>
  );
}
