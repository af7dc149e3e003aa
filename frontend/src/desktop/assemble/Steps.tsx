import { Check } from "lucide-react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import css from "./Assemble.module.css";

/** How far a draft is, in words at the end of the header. */
export function Steps({ steps }: { steps: readonly { label: string; done: boolean }[] }) {
  const next = steps.findIndex((s) => !s.done);
  return (
    <ol aria-label="Steps" className={css.steps}>
      {steps.map((step, place) => (
        <li
          key={step.label}
          aria-current={place === next ? "step" : undefined}
          className={cx(css.step, place === next && css.next)}
        >
          {step.done ? <Check size={14} className={css.tick} /> : <span>{place + 1}</span>}
          {step.label}
          {step.done && <Hidden>, done</Hidden>}
        </li>
      ))}
    </ol>
  );
}
