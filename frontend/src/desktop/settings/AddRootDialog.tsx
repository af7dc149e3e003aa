import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { ActError } from "../ActError";
import { api } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

export interface AddRootDialogProps {
  path: string;
  onClose: () => void;
  onAdded: (root: string) => void;
}

/** Maps a folder of the share for the whole firm. */
export function AddRootDialog({ path, onClose, onAdded }: AddRootDialogProps) {
  const [name, setName] = useState(path.split(/[\\/]/).filter(Boolean).at(-1) ?? "");
  const act = useAct();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Map this folder for the firm?"
      onSubmit={() =>
        act.run(() => api.addRoot(path, name.trim()), {
          onDone: (outcome) => (outcome?.id ? onAdded(outcome.id) : onClose()),
        })
      }
      actions={
        <>
          <Button onPress={onClose}>Not this one</Button>
          <Button look="primary" type="submit" disabled={!name.trim()} busy={act.busy} busyLabel="Mapping">
            Map folder
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>
          <strong>{path}</strong>
        </p>
        <p>
          Tieout writes one small hidden file there, to know the share again from every computer. It moves and
          renames nothing, and clients see nothing yet.
        </p>
        <Field label="Name for colleagues" value={name} onChange={setName} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
