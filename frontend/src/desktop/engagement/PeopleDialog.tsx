import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { PeopleFields } from "../staff/PeopleFields";
import { useAct } from "../useAct";

/** Says who works on it. */
export function PeopleDialog({ page, onClose }: { page: view.EngagementPage; onClose: () => void }) {
  const now = (role: string) => page.people.find((p) => p.role.toLowerCase() === role)?.id ?? "";
  const [people, setPeople] = useState<view.PeopleChoice>({
    partner: now("partner"),
    manager: now("manager"),
    preparer: now("preparer"),
  });
  const act = useAct();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Who works on ${page.title}`}
      onSubmit={() => act.run(() => api.setPeople(page.id, people), { engagement: page.id, onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button look="primary" type="submit" busy={act.busy} busyLabel="Saving">
            Save
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <PeopleFields value={people} onChange={setPeople} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
