import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { bytesOf } from "./pause";

const written = (bytes: number) => (bytes === 0 ? "" : String(Math.round(bytes / 1000)));
const wrong = "Write a whole number, such as 500, or nothing for no limit.";

/** Sets how many bytes of files a second go up and come down on this computer. */
export function LimitsDialog({ line, onClose }: { line: view.LineView; onClose: () => void }) {
  const [up, setUp] = useState(written(line.up));
  const [down, setDown] = useState(written(line.down));
  const act = useAct();
  const most = { up: bytesOf(up), down: bytesOf(down) };
  const save = () => {
    if (most.up === undefined || most.down === undefined) return;
    const { up: sent, down: received } = most;
    act.run(() => api.setLineLimits(sent, received), { onDone: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Limit the connection"
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button
            look="primary"
            type="submit"
            disabled={most.up === undefined || most.down === undefined}
            busy={act.busy}
            busyLabel="Setting"
          >
            Set limits
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <Field
          label="Sending, KB a second"
          optional
          inputMode="numeric"
          value={up}
          onChange={setUp}
          error={most.up === undefined ? wrong : undefined}
          autoFocus
        />
        <Field
          label="Receiving, KB a second"
          optional
          inputMode="numeric"
          value={down}
          onChange={setDown}
          error={most.down === undefined ? wrong : undefined}
        />
        <p className={layout.muted}>
          Empty is no limit. For files, on this computer alone: acts and messages are small and are not
          limited.
        </p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
