import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

/** Closes an engagement. */
export function CompleteDialog({ page, onClose }: { page: view.EngagementPage; onClose: () => void }) {
  const act = useAct();
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={`Complete ${page.title}?`}
      actions={
        <>
          <Button onPress={onClose}>Keep it open</Button>
          <Button
            look="primary"
            busy={act.busy}
            busyLabel="Completing"
            onPress={() =>
              act.run(() => api.completeEngagement(page.id), { engagement: page.id, onDone: onClose })
            }
          >
            Complete
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>The client reads “Complete”. It can be opened again.</p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
