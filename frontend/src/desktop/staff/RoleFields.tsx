import { Checkbox } from "#/ui/Checkbox";
import layout from "../layout.module.css";
import { roles } from "./roles";

export interface RoleFieldsProps {
  value: readonly string[];
  onChange: (roles: string[]) => void;
}

/** What a person may do; several apply at once. */
export function RoleFields({ value, onChange }: RoleFieldsProps) {
  return (
    <fieldset className={layout.stack}>
      <legend className={layout.strong}>Roles</legend>
      {roles.map((role) => (
        <Checkbox
          key={role.id}
          checked={value.includes(role.id)}
          onChange={(on) => onChange(on ? [...value, role.id] : value.filter((r) => r !== role.id))}
        >
          {role.label} <span className={layout.muted}>{role.hint}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
