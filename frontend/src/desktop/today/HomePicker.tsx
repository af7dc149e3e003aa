import { Panel } from "#/ui/Panel";
import { RadioGroup } from "#/ui/RadioGroup";
import type { view } from "../api";

export interface HomePickerProps {
  homes: readonly view.Choice[];
  value: string;
  onChange: (request: string) => void;
}

/** Which request an upload without one belongs to. */
export function HomePicker({ homes, value, onChange }: HomePickerProps) {
  if (homes.length === 0) {
    return (
      <Panel look="bare" title="Needs a home">
        No request is open here. Ask for it first, then give it that home.
      </Panel>
    );
  }
  return (
    <Panel look="bare" title="Needs a home" meta="Which request does this answer?">
      <RadioGroup
        label="Request"
        labelHidden
        look="cards"
        value={value || null}
        onChange={onChange}
        options={homes.map((home) => ({ id: home.id, label: home.label, hint: home.detail }))}
      />
    </Panel>
  );
}
