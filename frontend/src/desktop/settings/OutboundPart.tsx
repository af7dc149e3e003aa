import { useState } from "react";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { RadioGroup } from "#/ui/RadioGroup";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

/** How long a file is held, in seconds. */
const minute = 60;

/** When what staff save in the folder that clients see goes out. */
export function OutboundPart({ settings }: { settings: view.Settings }) {
  const [how, setHow] = useState(settings.outbound.how);
  const act = useAct();
  const may = settings.can.includes("set-outbound");
  const held = settings.outbound.how === "hold" ? settings.outbound.seconds : minute;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.run(() => api.setOutbound({ how, seconds: how === "hold" ? held : 0 }));
      }}
    >
      <Panel title="When files go out" meta={`what anybody saves in ${settings.lanes.toClient}`}>
        <div className={layout.stack}>
          <p className={layout.quiet}>
            Until a file is out, the client sees the version before it, or nothing. Packages for signature are
            not touched by this: they go out when they are published.
          </p>
          <RadioGroup
            label="A saved file goes out"
            labelHidden
            look="cards"
            value={how}
            disabled={!may}
            onChange={setHow}
            options={[
              { id: "at-once", label: "At once", hint: "As soon as it is closed." },
              {
                id: "hold",
                label:
                  held === minute ? "A minute after the last save" : `${held} seconds after the last save`,
                hint: "Until then it can be pulled back unseen. Saving it again starts the time anew.",
              },
              {
                id: "release",
                label: "When somebody releases it",
                hint: "It waits in its engagement and on Today for Release.",
              },
            ]}
          />
          <ActError act={act} />
          {may ? (
            <div>
              <Button
                look="primary"
                type="submit"
                disabled={how === settings.outbound.how}
                busy={act.busy}
                busyLabel="Saving"
              >
                Save for the firm
              </Button>
            </div>
          ) : (
            <p className={layout.muted}>A partner or an administrator can change this.</p>
          )}
        </div>
      </Panel>
    </form>
  );
}
