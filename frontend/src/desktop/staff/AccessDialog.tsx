import { useState } from "react";
import { Button } from "#/ui/Button";
import { Checkbox } from "#/ui/Checkbox";
import { Dialog } from "#/ui/Dialog";
import { RadioGroup } from "#/ui/RadioGroup";
import { ActError } from "../ActError";
import type { Outcome, view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { useStaff } from "./queries";

export interface AccessDialogProps {
  /** "2025 Form 1120-S", "Acme Ltd" */
  what: string;
  /** Who sees it now; nobody means everybody. */
  only: readonly view.Person[];
  call: (only: string[]) => Promise<Outcome>;
  onClose: () => void;
}

/** Restricts who in the office sees something, or lifts it. */
export function AccessDialog({ what, only, call, onClose }: AccessDialogProps) {
  const [some, setSome] = useState(only.length > 0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(only.map((p) => p.id)));
  const staff = useStaff();
  const act = useAct();
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const save = () => act.run(() => call(some ? [...chosen] : []), { onDone: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Who sees ${what}`}
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button look="primary" type="submit" disabled={some && chosen.size === 0} busy={act.busy}>
            Save
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <RadioGroup
          label="Who"
          labelHidden
          value={some ? "some" : "all"}
          onChange={(id) => setSome(id === "some")}
          options={[
            { id: "all", label: "Everybody in the office" },
            { id: "some", label: "Only these people", hint: "Others don’t find it, not even by search." },
          ]}
        />
        {some && (
          <fieldset aria-label="People" className={layout.stack}>
            {(staff.data?.rows ?? [])
              .filter((p) => p.active)
              .map((p) => (
                <Checkbox key={p.id} checked={chosen.has(p.id)} onChange={(on) => toggle(p.id, on)}>
                  {p.name}
                </Checkbox>
              ))}
          </fieldset>
        )}
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
