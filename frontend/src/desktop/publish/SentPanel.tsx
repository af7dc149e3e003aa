import { Avatar } from "#/ui/Avatar";
import { ErrorBox } from "#/ui/ErrorBox";
import { Panel } from "#/ui/Panel";
import { Tag, type TagProps } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Publish.module.css";

const states: Record<string, { label: string; tone: TagProps["tone"] }> = {
  signed: { label: "Signed", tone: "accent" },
  declined: { label: "Declined", tone: "danger" },
  next: { label: "Their turn", tone: "warn" },
  later: { label: "Later", tone: "outline" },
};

/** Where a published package stands, signer by signer. */
export function SentPanel({ deliverable }: { deliverable: view.DeliverableRow }) {
  const { signers } = deliverable;
  return (
    <>
      {deliverable.state === "declined" && (
        <ErrorBox title="A signer declined.">{deliverable.why || deliverable.words}</ErrorBox>
      )}
      <Panel look="bare" title="Where it stands" meta={deliverable.moment.words}>
        <p className={css.stands}>
          {deliverable.words}
          {deliverable.pending && <span className={css.queued}> queued</span>}
        </p>
        {deliverable.state === "withdrawn" && deliverable.why && (
          <p className={css.quiet}>{deliverable.why}</p>
        )}
        {deliverable.filed && <p className={css.meta}>{deliverable.filed}</p>}
      </Panel>
      {signers.length > 0 && (
        <Panel look="bare" title="Signers">
          <ol className={css.people}>
            {signers.map((signer, place) => {
              const state = states[signer.state] ?? { label: signer.state, tone: "outline" as const };
              return (
                <li key={signer.id} className={css.person}>
                  <span className={css.place}>{place + 1}</span>
                  <Avatar name={signer.name} kind="client" decorative />
                  <span className={css.names}>
                    <span className={css.name}>{signer.name}</span>
                    <span className={css.meta}>{signer.words}</span>
                  </span>
                  <Tag tone={state.tone}>{state.label}</Tag>
                </li>
              );
            })}
          </ol>
        </Panel>
      )}
    </>
  );
}
