import { Layers } from "lucide-react";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";
import { Panel } from "#/ui/Panel";
import type { view } from "../api";
import layout from "../layout.module.css";
import { DeliverableItem } from "./DeliverableItem";
import { DraftItem } from "./DraftItem";

/** What is being made for the client, and what was published. */
export function PackagesTab({ page }: { page: view.EngagementPage }) {
  const assemble = page.can.includes("assemble") && (
    <ButtonLink look="link" icon={Layers} href={`/engagements/${page.id}/assemble`}>
      Assemble a draft
    </ButtonLink>
  );
  if (page.drafts.length + page.deliverables.length === 0) {
    return (
      <Empty boxed icon={Layers} title="No drafts yet." action={assemble}>
        A draft is the package that is reviewed, approved and sent, byte for byte.
      </Empty>
    );
  }
  return (
    <div className={layout.stack}>
      {page.deliverables.length > 0 && (
        <Panel flush title="Published">
          {page.deliverables.map((deliverable) => (
            <DeliverableItem key={deliverable.id} engagement={page.id} deliverable={deliverable} />
          ))}
        </Panel>
      )}
      <Panel flush title="Drafts" action={assemble}>
        {page.drafts.map((draft) => (
          <DraftItem key={draft.id} draft={draft} />
        ))}
      </Panel>
    </div>
  );
}
