import type { ReactNode } from "react";
import css from "./Gallery.module.css";

/** A heading with a rule, as on the design's sheet of components. */
export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.block}>
      <h2 className={css.heading}>{title}</h2>
      {children}
    </section>
  );
}

/** Things side by side that wrap. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>;
}
