import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";

export interface PasswordDialogProps {
  name: string;
  /** One was given that does not open it. */
  wrong: boolean;
  onGive: (password: string) => void;
  onClose: () => void;
}

/** Asks for the password of a part. */
export function PasswordDialog({ name, wrong, onGive, onClose }: PasswordDialogProps) {
  const [password, setPassword] = useState("");
  const give = () => {
    if (password) onGive(password);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Open ${name}`}
      onSubmit={give}
      actions={
        <>
          <Button keys={["Esc"]} onPress={onClose}>
            Not now
          </Button>
          <Button look="primary" type="submit" disabled={!password}>
            Open it
          </Button>
        </>
      }
    >
      <Field
        label="Its password"
        type="password"
        autoFocus
        autoComplete="off"
        value={password}
        onChange={setPassword}
        error={
          wrong && password === "" ? "The last one did not open it. Check capitals and try again." : undefined
        }
        hint="Used on this computer only. The package itself has no password."
      />
    </Dialog>
  );
}
