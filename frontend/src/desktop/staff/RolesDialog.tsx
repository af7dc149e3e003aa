import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { RoleFields } from "./RoleFields";

/** Sets what a member of the staff may do. */
export function RolesDialog({ person, onClose }: { person: view.StaffRow; onClose: () => void }) {
  const [roles, setRoles] = useState<string[]>([...person.roles]);
  const act = useAct();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Roles of ${person.name}`}
      onSubmit={() => act.run(() => api.setRoles(person.id, roles), { onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Leave them</Button>
          <Button
            look="primary"
            type="submit"
            disabled={roles.length === 0}
            busy={act.busy}
            busyLabel="Saving"
          >
            Save
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <RoleFields value={roles} onChange={setRoles} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
