import { useState } from "react";
import { Button } from "#/ui/Button";
import { Checkbox } from "#/ui/Checkbox";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { Select } from "#/ui/Select";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { usePlan } from "../engagements/queries";
import layout from "../layout.module.css";
import { useSettings } from "../settings/queries";
import { useAct } from "../useAct";

/** Says where the engagement's folder is on the share. */
export function MapDialog({ page, onClose }: { page: view.EngagementPage; onClose: () => void }) {
  const settings = useSettings();
  const plan = usePlan(page.clientId, page.service, page.period);
  const [chosenRoot, setRoot] = useState<string | null>(page.workFile.root || null);
  const [typed, setPath] = useState<string | null>(page.workFile.path || null);
  const [make, setMake] = useState(true);
  const act = useAct();
  const roots = settings.data?.roots ?? [];
  const root = chosenRoot ?? (plan.data?.root || roots[0]?.id || null);
  const path = typed ?? plan.data?.path ?? "";
  const save = () => {
    if (!root) return;
    act.run(() => api.mapWorkFile(page.id, root, path.trim(), make), {
      engagement: page.id,
      onDone: onClose,
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Folder of ${page.title}`}
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button
            look="primary"
            type="submit"
            disabled={!root || !path.trim()}
            busy={act.busy}
            busyLabel="Mapping"
          >
            Map this folder
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <Select
          label="Share"
          options={roots.map((r) => ({
            id: r.id,
            label: r.name,
            hint: r.path || "not known on this computer",
          }))}
          value={root}
          onChange={setRoot}
        />
        <Field
          label="Folder inside it"
          value={path}
          onChange={setPath}
          hint="Only its four shared folders are ever read. Everything else stays private."
        />
        <Checkbox checked={make} onChange={setMake}>
          Make the folders that are missing
        </Checkbox>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
