import { useState } from "react";
import { Button } from "#/ui/Button";
import { Field } from "#/ui/Field";
import { Panel } from "#/ui/Panel";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

const lanes: readonly { name: keyof view.LaneNames; label: string; hint: string }[] = [
  { name: "fromClient", label: "What clients send", hint: "Clients add, you receive." },
  { name: "toClient", label: "What clients see", hint: "You save, clients see." },
  { name: "forSignature", label: "For signature", hint: "Filled only by Publish." },
  { name: "signed", label: "Signed", hint: "Sealed copies come back." },
];

/** What holds for the whole firm. */
export function FirmPart({ settings }: { settings: view.Settings }) {
  const [names, setNames] = useState(settings.lanes);
  const act = useAct();
  const may = settings.can.includes("set-lanes");
  const changed = lanes.some(({ name }) => names[name].trim() !== settings.lanes[name]);
  const complete = lanes.every(({ name }) => names[name].trim());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.run(() => api.setLanes(names));
      }}
    >
      <Panel title="Shared folders" meta="the same four in every work file">
        <div className={layout.stack}>
          <p className={layout.quiet}>
            Everything else in a work file is private. Folders that are on the share already are not renamed.
          </p>
          {lanes.map(({ name, label, hint }) => (
            <Field
              key={name}
              label={label}
              hint={hint}
              value={names[name]}
              readOnly={!may}
              onChange={(text) => setNames({ ...names, [name]: text })}
            />
          ))}
          <ActError act={act} />
          {may ? (
            <div>
              <Button
                look="primary"
                type="submit"
                disabled={!changed || !complete}
                busy={act.busy}
                busyLabel="Saving"
              >
                Save for the firm
              </Button>
            </div>
          ) : (
            <p className={layout.muted}>An administrator can change these.</p>
          )}
        </div>
      </Panel>
    </form>
  );
}
