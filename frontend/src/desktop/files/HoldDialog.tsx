import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { HeldFiles } from "./HeldFiles";

/** Files that went missing, and perhaps by a mishap: a person says whether that was meant. Who and when is kept as a note. */
export function HoldDialog({ hold, onClose }: { hold: view.Hold; onClose: () => void }) {
  const act = useAct();
  const { engagement, files, contact } = hold;
  const one = files.length === 1;
  const they = one ? "it" : "them";
  const decide = (withdraw: boolean) =>
    act.run(() => api.decideHold(engagement.id, files, withdraw), { onDone: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={hold.words}
      actions={
        <>
          <Button onPress={onClose}>Decide later</Button>
          <Button look="danger" busy={act.busy} busyLabel="Deciding" onPress={() => decide(true)}>
            Removed on purpose: withdraw
          </Button>
          <Button look="primary" busy={act.busy} busyLabel="Deciding" onPress={() => decide(false)}>
            Keep {they} for {contact}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>
          Gone from the share since {hold.moment.words}. That may be a mishap, such as a folder that was moved
          or a share that comes from a backup. {contact} still sees {they} until somebody decides. Put back on
          the share, {one ? "it is tied out again by itself" : "they are tied out again by themselves"}.
        </p>
        <HeldFiles label="Missing files" names={files} />
        <p className={layout.muted}>Your decision is kept as a note for the office, with your name.</p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
