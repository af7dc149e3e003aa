import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { ActError } from "../ActError";
import { api } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { RoleFields } from "./RoleFields";

/** Adds a member of the staff. */
export function AddStaffDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<string[]>(["preparer"]);
  const act = useAct();
  const ready = name.trim() && email.trim() && roles.length > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add somebody"
      onSubmit={() => act.run(() => api.addStaff(name.trim(), email.trim(), roles), { onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!ready} busy={act.busy} busyLabel="Adding">
            Add
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <Field label="Name" value={name} onChange={setName} autoFocus autoComplete="off" />
        <Field label="E-mail" type="email" value={email} onChange={setEmail} autoComplete="off" />
        <RoleFields value={roles} onChange={setRoles} />
        <p className={layout.muted}>They connect a computer with a code, which you make afterwards.</p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
