import { Check } from "lucide-react";
import type { ReactNode } from "react";
import css from "./FactList.module.css";
import { Hidden } from "./Hidden";

export interface FactListProps {
  facts: readonly { id: string; text: ReactNode; done: boolean }[];
}

/** What has happened (a tick) and what comes (an empty ring). */
export function FactList({ facts }: FactListProps) {
  return (
    <ul className={css.list}>
      {facts.map((fact) => (
        <li key={fact.id} className={fact.done ? css.fact : css.coming}>
          {fact.done ? <Check size={16} className={css.tick} /> : <span className={css.ring} />}
          <span>
            <Hidden>{fact.done ? "Done: " : "To come: "}</Hidden>
            {fact.text}
          </span>
        </li>
      ))}
    </ul>
  );
}
