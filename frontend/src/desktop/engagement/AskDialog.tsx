import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { asked, drafts } from "../requests/drafts";
import { RequestFields } from "../requests/RequestFields";
import { useAct } from "../useAct";

/** Asks the client for more, in one act. */
export function AskDialog({ page, onClose }: { page: view.EngagementPage; onClose: () => void }) {
  const [requests, setRequests] = useState(() => drafts());
  const act = useAct();
  const wanted = asked(requests);
  const name = page.contacts[0]?.first ?? page.client;
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Ask ${name} for more`}
      onSubmit={() =>
        act.run(() => api.askRequests(page.id, wanted), { engagement: page.id, onDone: onClose })
      }
      actions={
        <>
          <Button onPress={onClose}>Ask for nothing</Button>
          <Button
            look="primary"
            type="submit"
            disabled={wanted.length === 0}
            busy={act.busy}
            busyLabel="Asking"
          >
            {wanted.length > 1 ? `Ask for ${wanted.length} things` : "Ask"}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <RequestFields requests={requests} onChange={setRequests} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
