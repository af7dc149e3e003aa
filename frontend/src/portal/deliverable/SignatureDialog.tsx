import { useState } from "react";
import { SignaturePad } from "#/shared/sign/SignaturePad";
import { isComplete, type Signature } from "#/shared/sign/signature";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";

export interface SignatureDialogProps {
  value: Signature;
  onSave: (signature: Signature) => void;
  onClose: () => void;
}

/** Typed or drawn; typing is always enough. */
export function SignatureDialog({ value, onSave, onClose }: SignatureDialogProps) {
  const [signature, setSignature] = useState(value);
  const save = () => {
    onSave(signature);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Your signature"
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Leave as it was</Button>
          <Button type="submit" look="primary" disabled={!isComplete(signature)}>
            Use this signature
          </Button>
        </>
      }
    >
      <SignaturePad value={signature} onChange={setSignature} />
    </Dialog>
  );
}
