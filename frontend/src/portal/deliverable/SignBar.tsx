import { ArrowRight, MessageSquare, PenLine } from "lucide-react";
import { SignatureImage } from "#/shared/sign/SignatureImage";
import type { Signature } from "#/shared/sign/signature";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { ProgressBar } from "#/ui/ProgressBar";
import type { Field } from "../api.gen";
import { paths } from "../paths";
import css from "./Deliverable.module.css";
import type { At } from "./queries";
import type { Marks } from "./useMarks";

export interface SignBarProps {
  at: At;
  marks: Marks;
  signature: Signature;
  /** Another name, or drawn by hand. */
  onChange: () => void;
  onGo: (field: Field) => void;
  onPlace: (id: string) => void;
  onConfirm: () => void;
  onDecline: () => void;
}

/** One's signature, how far one is, and the one thing to press next. */
export function SignBar(props: SignBarProps) {
  const { at, marks, signature, onChange, onGo, onPlace, onConfirm, onDecline } = props;
  const done = marks.marks.filter((f) => marks.placed.has(f.id)).length;
  return (
    <aside className={css.bar} aria-label="Your signature">
      <div className={css.mine}>
        <h2 className={css.mineTitle}>Your signature</h2>
        <div className={css.minePaper}>
          <SignatureImage signature={signature} />
        </div>
        <Button look="link" onPress={onChange}>
          Change the name or draw it
        </Button>
        <p className={css.muted}>
          A mark is only placed on the page. It counts when you confirm at the end, and you can take it back
          until then: press it again.
        </p>
        <ButtonLink look="link" icon={MessageSquare} href={paths.messages(at.client, at.engagement)}>
          Ask a question first
        </ButtonLink>
        <Button look="link" onPress={onDecline}>
          Decline
        </Button>
      </div>
      <div className={css.barFoot}>
        <ProgressBar
          label="Placed"
          value={(100 * done) / Math.max(1, marks.marks.length)}
          figure={`${done} of ${marks.marks.length} placed`}
        />
        <NextButton marks={marks} onGo={onGo} onPlace={onPlace} onConfirm={onConfirm} />
      </div>
    </aside>
  );
}

function NextButton({
  marks,
  onGo,
  onPlace,
  onConfirm,
}: Pick<SignBarProps, "marks" | "onGo" | "onPlace" | "onConfirm">) {
  const { selected, next, placed, complete } = marks;
  if (complete) {
    return (
      <Button look="primary" size="main" wide onPress={onConfirm}>
        Confirm and sign
      </Button>
    );
  }
  if (selected && !placed.has(selected.id)) {
    return (
      <Button look="primary" size="main" wide icon={PenLine} onPress={() => onPlace(selected.id)}>
        Place {selected.kind === "checkbox" ? "the tick" : "my signature"} here
      </Button>
    );
  }
  return (
    <Button look="primary" size="main" wide iconEnd={ArrowRight} onPress={() => next && onGo(next)}>
      {placed.size === 0 ? "First signature" : "Next signature"}
    </Button>
  );
}
