import { BellRing } from "lucide-react";
import { Button } from "#/ui/Button";
import { ActError } from "../ActError";
import type { view } from "../api";
import css from "./Publish.module.css";
import type { Sent } from "./useSent";

/** Reminding, taking back and finding the signed copy, while they are possible. */
export function SentFooter({
  sent,
  deliverable,
}: {
  sent: Sent;
  deliverable: view.DeliverableRow | undefined;
}) {
  const next = deliverable?.signers.filter((s) => s.state === "next") ?? [];
  const [only] = next;
  if (!sent.remind && !sent.withdraw && !sent.reveal) {
    return <p className={css.meta}>Nothing is left to do here.</p>;
  }
  return (
    <div className={css.footer}>
      {!sent.asking && <ActError act={sent.act} />}
      <div className={css.acts}>
        {sent.remind && (
          <Button
            look="primary"
            icon={BellRing}
            keys={["R"]}
            busy={sent.act.busy}
            busyLabel="Reminding"
            onPress={sent.remind}
          >
            {only && next.length === 1 ? `Remind ${only.first}` : "Remind the signers"}
          </Button>
        )}
        {sent.reveal && <Button onPress={sent.reveal}>Show in folder</Button>}
        {sent.withdraw && <Button onPress={sent.withdraw}>Withdraw</Button>}
      </div>
    </div>
  );
}
