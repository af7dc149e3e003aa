import type { ReactNode } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "./ActError";
import layout from "./layout.module.css";
import { type Call, useAct } from "./useAct";

export interface ConfirmDialogProps {
  /** A question: "End Sam’s access to Acme Ltd?" */
  title: string;
  /** What it means. */
  children: ReactNode;
  /** The harmless choice, by name. */
  keep: string;
  act: string;
  danger?: boolean;
  call: Call;
  onClose: () => void;
}

/** Asks before what cannot be undone. */
export function ConfirmDialog({
  title,
  children,
  keep,
  act: label,
  danger,
  call,
  onClose,
}: ConfirmDialogProps) {
  const act = useAct();
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{keep}</Button>
          <Button
            look={danger ? "danger" : "primary"}
            busy={act.busy}
            onPress={() => act.run(call, { onDone: onClose })}
          >
            {label}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <p>{children}</p>
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
