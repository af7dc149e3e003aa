import { useState } from "react";
import { dayOf } from "#/shared/format";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Dialog } from "#/ui/Dialog";
import { Select } from "#/ui/Select";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { useStaff } from "./queries";

const startOf = (day: string) => new Date(`${day}T00:00:00`).toISOString();

/** Says that a person is away, and who gets their messages meanwhile. */
export function AwayDialog({ person, onClose }: { person: view.StaffRow; onClose: () => void }) {
  const [from, setFrom] = useState<string | null>(dayOf(person.awayFrom || new Date()));
  const [back, setBack] = useState<string | null>(person.awayUntil ? dayOf(person.awayUntil) : null);
  const [cover, setCover] = useState<string | null>(person.cover.id || null);
  const staff = useStaff();
  const act = useAct();
  const others = (staff.data?.rows ?? []).filter((p) => p.active && p.id !== person.id);
  const save = () => {
    if (from && back)
      act.run(() => api.setAway(person.id, startOf(from), startOf(back), cover ?? ""), { onDone: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={person.me ? "Say you’re away" : `${person.name} is away`}
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {person.awayUntil && (
            <Button
              busy={act.busy}
              onPress={() => act.run(() => api.setAway(person.id, "", "", ""), { onDone: onClose })}
            >
              Back now
            </Button>
          )}
          <Button look="primary" type="submit" disabled={!from || !back} busy={act.busy} busyLabel="Saving">
            Save
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <div className={layout.two}>
          <DateField label="From" value={from} onChange={setFrom} />
          <DateField label="Back on" value={back} onChange={setBack} min={from ?? undefined} />
        </div>
        <Select
          label="Who covers"
          options={others.map((p) => ({ id: p.id, label: p.name, hint: p.away }))}
          value={cover}
          onChange={setCover}
        />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
