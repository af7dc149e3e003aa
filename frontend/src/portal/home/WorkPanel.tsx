import { StatusChip } from "#/shared/StatusChip";
import { StepBars } from "#/shared/StepBars";
import { FactList } from "#/ui/FactList";
import { Panel } from "#/ui/Panel";
import type { Work } from "../api.gen";
import { drawnStatus, stepOf } from "../status";
import css from "./HomePage.module.css";

/** The most urgent work in full, and what else is going on under it. */
export function WorkPanel({ first, more }: { first: Work | undefined; more: readonly Work[] }) {
  return (
    <Panel look="question" title="What’s happening">
      {!first && <p className={css.muted}>We have not started anything for you yet.</p>}
      {first && <WorkCard work={first} />}
      {more.map((work) => (
        <WorkCard key={work.engagement} work={work} />
      ))}
    </Panel>
  );
}

function WorkCard({ work }: { work: Work }) {
  const step = stepOf(work.status);
  return (
    <article className={css.work}>
      <div className={css.head}>
        <h3 className={css.title}>{work.title}</h3>
        <StatusChip status={drawnStatus(work.status)} reader="client" until={work.until} />
      </div>
      <p className={css.sentence}>
        {work.sentence}
        {work.due && (
          <>
            {" "}
            It is due on <strong>{work.due}</strong>.
          </>
        )}
      </p>
      {step && <StepBars current={step} share={work.part} />}
      {work.last && (
        <div className={css.last}>
          <FactList facts={[{ id: "last", done: true, text: work.last }]} />
        </div>
      )}
    </article>
  );
}
