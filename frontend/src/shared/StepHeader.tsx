import { Check, X } from "lucide-react";
import { Button } from "#/ui/Button";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import css from "./StepHeader.module.css";

export interface StepHeaderProps {
  steps: readonly string[];
  /** Index of the step one is on; `steps.length` when all are done. */
  current: number;
  /** "Finish later"; "Close" at the end. */
  exitLabel: string;
  onExit: () => void;
  /** "Saved 9:12 AM" */
  note?: string;
}

/** The bar above a task with steps, such as signing: the way out, where one is, and that nothing is lost. */
export function StepHeader({ steps, current, exitLabel, onExit, note }: StepHeaderProps) {
  return (
    <header className={css.header}>
      <span className={css.exit}>
        <Button look="plain" icon={X} onPress={onExit} aria-label={exitLabel}>
          <span className={css.exitWords}>{exitLabel}</span>
        </Button>
      </span>
      <ol aria-label="Steps" className={css.steps}>
        {steps.map((step, place) => {
          const state = place < current ? "done" : place === current ? "now" : "next";
          return (
            <li key={step} aria-current={state === "now" ? "step" : undefined} className={css.step}>
              <span className={cx(css.disc, css[state])} aria-hidden="true">
                {state === "done" ? <Check size={14} /> : place + 1}
              </span>
              <span className={cx(css.name, state !== "now" && css.other)}>
                {state === "done" && <Hidden>Done: </Hidden>}
                {step}
              </span>
            </li>
          );
        })}
      </ol>
      <span className={css.note}>{note}</span>
    </header>
  );
}
