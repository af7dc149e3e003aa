import { useState } from "react";
import { StatusChip } from "#/shared/StatusChip";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { RadioGroup } from "#/ui/RadioGroup";
import { ActError } from "../ActError";
import type { view } from "../api";
import layout from "../layout.module.css";
import { sign } from "../status";
import type { Act } from "../useAct";
import css from "./Engagement.module.css";

const codes = [
  "waiting",
  "preparation",
  "review",
  "ready",
  "signature",
  "complete",
  "on-hold",
  "on-extension",
  "withdrawn",
];

export interface StatusDialogProps {
  title: string;
  /** Where it stands; offers to lift a status that was set by hand. */
  status?: view.Status;
  busy?: boolean;
  /** Why the last try was not taken. */
  error?: Pick<Act, "error" | "clear">;
  onClose: () => void;
  /** `status` is "" to follow the work again; `until` is RFC 3339 or "". */
  onMove: (status: string, why: string, until: string) => void;
}

/** Sets a status by hand, until the work moves it again or until a day. */
export function StatusDialog({ title, status, busy, error, onClose, onMove }: StatusDialogProps) {
  const [to, setTo] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const [until, setUntil] = useState<string | null>(null);
  const move = () => {
    if (to !== null)
      onMove(to === "follow" ? "" : to, why.trim(), until ? new Date(`${until}T00:00:00`).toISOString() : "");
  };
  const follow = {
    id: "follow",
    label: "Follow the work again",
    hint: status?.setWhy ? `Set by hand: ${status.setWhy}` : "It was set by hand",
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Move ${title}`}
      onSubmit={move}
      actions={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button look="primary" type="submit" disabled={to === null} busy={busy} busyLabel="Moving">
            Move
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <div className={css.statuses}>
          <RadioGroup
            label="Status"
            labelHidden
            value={to}
            onChange={setTo}
            options={[
              ...(status?.setByHand ? [follow] : []),
              ...codes
                .filter((code) => code !== status?.code)
                .map((code) => ({ id: code, label: <StatusChip status={sign(code)} /> })),
            ]}
          />
        </div>
        <Field
          label="Why"
          optional
          value={why}
          onChange={setWhy}
          hint="The office reads it in the history."
        />
        <DateField label="Until, if it should end by itself" value={until} onChange={setUntil} />
        {error && <ActError act={error} />}
      </div>
    </Dialog>
  );
}
