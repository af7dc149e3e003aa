import { useState } from "react";
import { dayOf } from "#/shared/format";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { RadioGroup } from "#/ui/RadioGroup";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";

/** Notes what a tax authority answered. */
export function FilingDialog({ page, onClose }: { page: view.EngagementPage; onClose: () => void }) {
  const [authority, setAuthority] = useState("IRS");
  const [accepted, setAccepted] = useState("accepted");
  const [on, setOn] = useState<string | null>(dayOf(new Date()));
  const [submission, setSubmission] = useState("");
  const act = useAct();
  const save = () => {
    if (!on) return;
    const entry = {
      authority: authority.trim(),
      accepted: accepted === "accepted",
      on,
      submission: submission.trim(),
    };
    act.run(() => api.confirmFiling(page.id, entry), { engagement: page.id, onDone: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Note a filing confirmation"
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Not now</Button>
          <Button
            look="primary"
            type="submit"
            disabled={!authority.trim() || !on}
            busy={act.busy}
            busyLabel="Noting"
          >
            Note it
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <Field label="Authority" value={authority} onChange={setAuthority} hint="IRS, NY DTF, …" autoFocus />
        <RadioGroup
          label="Its answer"
          value={accepted}
          onChange={setAccepted}
          options={[
            { id: "accepted", label: "Accepted" },
            { id: "rejected", label: "Rejected" },
          ]}
        />
        <DateField label="On" value={on} onChange={setOn} />
        <Field label="Submission number" optional value={submission} onChange={setSubmission} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
