import { Trash2 } from "lucide-react";
import { IconButton } from "#/ui/IconButton";
import { Panel } from "#/ui/Panel";
import { Select } from "#/ui/Select";
import type { view } from "../api";
import css from "./Assemble.module.css";
import type { Plan, PlanAct, PlanField } from "./plan";
import { tools } from "./tools";

export interface FieldPanelProps {
  plan: Plan;
  field: PlanField;
  people: readonly view.Person[];
  change: (act: PlanAct) => void;
}

/** The field that is selected on the page. */
export function FieldPanel({ plan, field, people, change }: FieldPanelProps) {
  const kind = tools.find((t) => t.kind === field.kind)?.label ?? "Field";
  const part = plan.parts.find((p) => p.key === field.part)?.name ?? "";
  return (
    <Panel look="bare" title={`${kind} field`} meta={`${part}, p. ${field.page}`}>
      <div className={css.fieldPanel}>
        <Select
          label="Who fills it"
          options={plan.signers.map((id) => ({ id, label: people.find((p) => p.id === id)?.name ?? id }))}
          value={field.signer}
          onChange={(signer) => change({ do: "change-field", id: field.id, change: { signer } })}
        />
        <IconButton
          label="Remove the field"
          icon={Trash2}
          look="box"
          keys={["Del"]}
          onPress={() => change({ do: "remove-field", id: field.id })}
        />
      </div>
      <p className={css.hint}>Arrow keys move it, with Shift by ten points, with Alt they resize it.</p>
    </Panel>
  );
}
