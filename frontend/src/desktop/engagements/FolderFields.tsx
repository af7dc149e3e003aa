import { Checkbox } from "#/ui/Checkbox";
import { Field } from "#/ui/Field";
import { Panel } from "#/ui/Panel";
import { Select } from "#/ui/Select";
import type { view } from "../api";
import layout from "../layout.module.css";

export interface FolderFieldsProps {
  order: view.NewEngagement;
  plan: view.EngagementPlan | undefined;
  roots: readonly view.Choice[];
  onChange: (change: Partial<view.NewEngagement>) => void;
}

const later = { id: "later", label: "Map it later" };

/** Where the work file is on the share. */
export function FolderFields({ order, plan, roots, onChange }: FolderFieldsProps) {
  return (
    <Panel title="Folder" meta={plan?.exists ? "it is there already" : undefined}>
      <div className={layout.stack}>
        <Select
          label="Share"
          options={[later, ...roots.map((r) => ({ id: r.id, label: r.label, hint: r.detail }))]}
          value={order.root || later.id}
          onChange={(id) => onChange({ root: id === later.id ? "" : id })}
        />
        {order.root && (
          <>
            <Field label="Folder inside it" value={order.path} onChange={(path) => onChange({ path })} />
            <Checkbox checked={order.makeFolder} onChange={(makeFolder) => onChange({ makeFolder })}>
              Make the folder and its four shared folders where they are missing
            </Checkbox>
          </>
        )}
      </div>
    </Panel>
  );
}
