import { useState } from "react";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

/** Sets or removes the due date. */
export function DueDialog({ page, onClose }: { page: view.EngagementPage; onClose: () => void }) {
  const [due, setDue] = useState<string | null>(page.due.date || null);
  const act = useAct();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Due date of ${page.title}`}
      onSubmit={() => act.run(() => api.setDue(page.id, due ?? ""), { engagement: page.id, onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button look="primary" type="submit" busy={act.busy} busyLabel="Setting">
            {due ? "Set date" : "Remove date"}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <DateField label="Due" value={due} onChange={setDue} />
        {due && (
          <div>
            <Button look="link" onPress={() => setDue(null)}>
              No date
            </Button>
          </div>
        )}
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
