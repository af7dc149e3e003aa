import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { HeldFiles } from "./HeldFiles";

/** Files that went missing at once: a person says whether that was meant. Who and when is kept as a note. */
export function HoldDialog({ hold, onClose }: { hold: view.Hold; onClose: () => void }) {
  const act = useAct();
  const { engagement, files, contact } = hold;
  const decide = (withdraw: boolean) =>
    act.run(() => api.decideHold(engagement.id, withdraw), { onDone: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={`${count(files.length, "file")} went missing at once`}
      actions={
        <>
          <Button onPress={onClose}>Decide later</Button>
          <Button look="danger" busy={act.busy} busyLabel="Deciding" onPress={() => decide(true)}>
            They were removed on purpose: withdraw
          </Button>
          <Button look="primary" busy={act.busy} busyLabel="Deciding" onPress={() => decide(false)}>
            Keep them for {contact}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>
          Gone from the share since {hold.moment.words}. So many at once may be a mishap, such as a folder
          that was moved. {contact} still sees them until somebody decides; put back on the share, they are
          tied out again by themselves.
        </p>
        <HeldFiles label="Missing files" names={files} />
        <p className={layout.muted}>Your decision is kept as a note for the office, with your name.</p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
