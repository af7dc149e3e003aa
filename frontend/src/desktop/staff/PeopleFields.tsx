import { Select } from "#/ui/Select";
import type { view } from "../api";
import { useStaff } from "./queries";

export interface PeopleFieldsProps {
  value: view.PeopleChoice;
  onChange: (value: view.PeopleChoice) => void;
}

const nobody = { id: "nobody", label: "Nobody" };

/** Who prepares, manages and signs off. */
export function PeopleFields({ value, onChange }: PeopleFieldsProps) {
  const staff = useStaff();
  const active = (staff.data?.rows ?? []).filter((person) => person.active);
  const options = (role?: string) => [
    nobody,
    ...active
      .filter((person) => !role || person.roles.includes(role))
      .map((person) => ({ id: person.id, label: person.name, hint: person.away })),
  ];
  const set = (name: keyof view.PeopleChoice) => (id: string) =>
    onChange({ ...value, [name]: id === nobody.id ? "" : id });
  return (
    <>
      <Select
        label="Preparer"
        options={options()}
        value={value.preparer || nobody.id}
        onChange={set("preparer")}
      />
      <Select
        label="Manager"
        options={options()}
        value={value.manager || nobody.id}
        onChange={set("manager")}
      />
      <Select
        label="Partner"
        options={options("partner")}
        value={value.partner || nobody.id}
        onChange={set("partner")}
      />
    </>
  );
}
