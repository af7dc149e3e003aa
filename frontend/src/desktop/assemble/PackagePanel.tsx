import { Field } from "#/ui/Field";
import { Panel } from "#/ui/Panel";
import { Switch } from "#/ui/Switch";
import css from "./Assemble.module.css";
import type { Plan, PlanAct } from "./plan";

/** What the client will see it called, and whether the work ends with it. */
export function PackagePanel({ plan, change }: { plan: Plan; change: (act: PlanAct) => void }) {
  return (
    <Panel look="bare" title="Package">
      <div className={css.settings}>
        <Field
          label="Title"
          value={plan.title}
          maxLength={120}
          onChange={(title) => change({ do: "change", change: { title } })}
          error={plan.title.trim() ? undefined : "The client sees this title. Give it one."}
        />
        <Switch spread checked={plan.final} onChange={(final) => change({ do: "change", change: { final } })}>
          Final deliverable
        </Switch>
        <p className={css.hint}>
          {plan.final
            ? "Once it is signed or delivered, the work counts as complete."
            : "The engagement goes on after it is signed or delivered."}
        </p>
      </div>
    </Panel>
  );
}
