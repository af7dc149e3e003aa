import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Hidden } from "#/ui/Hidden";
import { StatusGlyph } from "./StatusGlyph";
import css from "./Stepper.module.css";
import { type PathStatus, path, statusWords } from "./status";

export interface StepperProps {
  current: PathStatus;
  /** A fact under a step: "since Feb 11 · 5 of 7 in", "Tom Okafor". */
  facts?: Partial<Record<PathStatus, ReactNode>>;
}

/** The six statuses of an engagement, for the office. */
export function Stepper({ current, facts = {} }: StepperProps) {
  const at = path.indexOf(current);
  return (
    <ol aria-label="Status" className={css.stepper}>
      {path.map((status, place) => {
        const state = place < at ? "past" : place === at ? "current" : "future";
        return (
          <li key={status} aria-current={state === "current" ? "step" : undefined} className={css[state]}>
            <span className={css.sign}>
              {state === "past" && <Check size={16} />}
              {state === "current" && <StatusGlyph status={status} />}
              {state === "future" && <span className={css.ring} />}
            </span>
            <span className={css.words}>
              {state === "past" && <Hidden>Done: </Hidden>}
              <span className={css.name}>{statusWords(status)}</span>
              {facts[status] && <span className={css.fact}>{facts[status]}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
