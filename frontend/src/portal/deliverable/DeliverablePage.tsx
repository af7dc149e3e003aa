import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { StepHeader } from "#/shared/StepHeader";
import { cx } from "#/ui/cx";
import { Skeleton } from "#/ui/Skeleton";
import type { Deliverable } from "../api.gen";
import { Failed } from "../Failed";
import type { PageProps } from "../page";
import { paths } from "../paths";
import { Agree } from "./Agree";
import css from "./Deliverable.module.css";
import { Outcome } from "./Outcome";
import { type At, useDeliverable } from "./queries";
import { ReadAndSign } from "./ReadAndSign";

/** A new step starts at its top, for eyes and for screen readers. */
function useTopOf(step: string | undefined): void {
  const last = useRef(step);
  useEffect(() => {
    const moved = last.current !== undefined && last.current !== step;
    last.current = step;
    if (!moved) return;
    scrollTo(0, 0);
    document.getElementById("content")?.focus();
  }, [step]);
}

const steps = ["Agree", "Read and sign", "Done"];

/** Where one is: 0 agree, 1 read and sign, 3 nothing left to do. */
function stepOf(d: Deliverable): number {
  if (!d.you.turn) return steps.length;
  return d.you.consented ? 1 : 0;
}

/** A published document: agree, read and sign, done. It can be left at any step. */
export function DeliverablePage({ door, engagement, deliverable }: PageProps & Omit<At, "client">) {
  const at = { client: door.id, engagement, deliverable };
  const shown = useDeliverable(at);
  const [, navigate] = useLocation();
  const d = shown.data;
  const step = d ? stepOf(d) : 0;
  const walked = !d || step < steps.length || d.you.signed;
  useTopOf(d && `${step} ${d.state}`);
  return (
    <div className={cx(css.page, step === 1 && css.signing)}>
      <StepHeader
        steps={walked ? steps : []}
        current={step}
        exitLabel={step < steps.length ? "Finish later" : "Close"}
        onExit={() => navigate(paths.home(door.id))}
      />
      {!d && (
        <main className={css.column}>
          {shown.error ? (
            <Failed error={shown.error} onRetry={() => void shown.refetch()} />
          ) : (
            <Skeleton of="card" rows={3} />
          )}
        </main>
      )}
      {d && step === 0 && <Agree at={at} firm={door.firm} shown={d} />}
      {d && step === 1 && <ReadAndSign at={at} firm={door.firm} shown={d} />}
      {d && step === steps.length && <Outcome at={at} firm={door.firm} shown={d} />}
    </div>
  );
}
