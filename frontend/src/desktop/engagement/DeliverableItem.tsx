import { Check, Circle, CircleDashed, CircleX } from "lucide-react";
import { useState } from "react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import type { Icon } from "#/ui/icon";
import { Tag, type TagProps } from "#/ui/Tag";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useAct } from "../useAct";
import css from "./Engagement.module.css";
import { WithdrawDialog } from "./WithdrawDialog";

const states: Record<string, { label: string; tone: TagProps["tone"] }> = {
  out: { label: "Out for signature", tone: "warn" },
  delivered: { label: "Delivered", tone: "accent" },
  signed: { label: "Signed", tone: "accent" },
  sealed: { label: "Sealed", tone: "accent" },
  declined: { label: "Declined", tone: "danger" },
  withdrawn: { label: "Taken back", tone: "neutral" },
  replaced: { label: "Replaced", tone: "neutral" },
};

const signs: Record<string, Icon> = { signed: Check, declined: CircleX, next: CircleDashed, later: Circle };

/** One published package and where its signers stand. */
export function DeliverableItem({
  engagement,
  deliverable: d,
}: {
  engagement: string;
  deliverable: view.DeliverableRow;
}) {
  const [leaving, setLeaving] = useState(false);
  const act = useAct();
  const state = states[d.state];
  return (
    <article className={css.package}>
      <div className={css.packageHead}>
        <span className={css.packageTitle}>{d.title}</span>
        {state && <Tag tone={state.tone}>{state.label}</Tag>}
        {d.pending && <Tag tone="warn">queued</Tag>}
        <span className={`${css.muted} ${css.push}`}>
          {count(d.pages, "page")} · {d.moment.words}
        </span>
      </div>
      <p className={css.muted}>{[d.words, d.filed, d.why].filter(Boolean).join(" · ")}</p>
      <ul className={css.signers}>
        {d.signers.map((signer) => {
          const Sign = signs[signer.state] ?? Circle;
          return (
            <li key={signer.id} className={css.signer}>
              <Sign size={14} className={signer.state === "declined" ? css.danger : undefined} />
              {signer.name}
              <span className={css.muted}>{signer.words}</span>
            </li>
          );
        })}
      </ul>
      <div className={css.requestActions}>
        {d.can.includes("remind-signer") && (
          <Button
            size="small"
            busy={act.busy}
            busyLabel="Reminding"
            onPress={() => act.run(() => api.remindSigner(engagement, d.id), { engagement })}
          >
            Remind signer
          </Button>
        )}
        {d.can.includes("open-folder") && (
          <Button
            size="small"
            look="plain"
            onPress={() => act.run(() => api.revealFile(engagement, d.filed))}
          >
            Show in folder
          </Button>
        )}
        {d.can.includes("withdraw-deliverable") && (
          <Button size="small" look="plain" onPress={() => setLeaving(true)}>
            Take back
          </Button>
        )}
      </div>
      <ActError act={act} />
      {leaving && (
        <WithdrawDialog
          title={`Take “${d.title}” back?`}
          explain="Signers can no longer sign it. What was signed already stays in the history."
          onClose={() => setLeaving(false)}
          call={(why) => api.withdrawDeliverable(engagement, d.id, why)}
        />
      )}
    </article>
  );
}
