import { SignatureImage } from "#/shared/sign/SignatureImage";
import type { Signature } from "#/shared/sign/signature";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import type { Deliverable } from "../api.gen";
import { Failed } from "../Failed";
import { placesOf } from "./Agree";
import css from "./Deliverable.module.css";
import { type At, useSign } from "./queries";

export interface ConfirmDialogProps {
  at: At;
  shown: Deliverable;
  signature: Signature;
  onClose: () => void;
}

/** The moment that binds, said in full. */
export function ConfirmDialog({ at, shown, signature, onClose }: ConfirmDialogProps) {
  const sign = useSign(at);
  return (
    <Dialog
      alert
      open
      onClose={onClose}
      title={`Sign “${shown.title}”?`}
      onSubmit={() => sign.mutate({ shown, signature })}
      actions={
        <>
          <Button onPress={onClose}>Not yet</Button>
          <Button type="submit" look="primary" busy={sign.isPending} busyLabel="Signing">
            Confirm and sign
          </Button>
        </>
      }
    >
      <div className={css.minePaper}>
        <SignatureImage signature={signature} />
      </div>
      <p>
        You, {signature.name.trim()}, sign all {shown.pages} pages of this document in {placesOf(shown)}, on{" "}
        {shown.you.today}. This has the same force as your signature on paper.
      </p>
      {sign.error && <Failed error={sign.error} />}
    </Dialog>
  );
}
