import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

/** Sets a client's name and number. */
export function RenameDialog({ page, onClose }: { page: view.ClientPage; onClose: () => void }) {
  const [name, setName] = useState(page.name);
  const [code, setCode] = useState(page.code);
  const act = useAct();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rename ${page.name}`}
      onSubmit={() => act.run(() => api.renameClient(page.id, name.trim(), code.trim()), { onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button look="primary" type="submit" disabled={!name.trim()} busy={act.busy} busyLabel="Renaming">
            Rename
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          hint="Folders on the share keep their names."
        />
        <Field label="Number" optional value={code} onChange={setCode} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
