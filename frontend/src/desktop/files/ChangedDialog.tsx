import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { HeldFiles } from "./HeldFiles";

/** Files that are no longer what their names say: a person may send them all the same. Who and when is kept as a note. */
export function ChangedDialog({ hold, onClose }: { hold: view.Hold; onClose: () => void }) {
  const act = useAct();
  const { engagement, files, contact, moment } = hold;
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={hold.words}
      actions={
        <>
          <Button
            look="danger"
            busy={act.busy}
            busyLabel="Sending"
            onPress={() => act.run(() => api.sendHeld(engagement.id, files), { onDone: onClose })}
          >
            Send them all as they are
          </Button>
          <Button look="primary" onPress={onClose}>
            Keep holding
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>
          Changed since {moment.words}: a PDF that is none any more, a workbook that cannot be opened, as
          programs that lock an office&rsquo;s files leave them, or an older version on a share that was
          restored from a backup. Nothing was sent, and {contact} still sees the versions before. Put back on
          the share, the files are tied out again by themselves.
        </p>
        <HeldFiles label="Changed files" names={files} />
        <p className={layout.muted}>Your decision is kept as a note for the office, with your name.</p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
