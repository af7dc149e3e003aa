import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { ContactFields, noContact } from "./ContactFields";

/** Lets a person sign in for the client. */
export function InviteDialog({ page, onClose }: { page: view.ClientPage; onClose: () => void }) {
  const [contact, setContact] = useState(noContact);
  const act = useAct();
  const ready = contact.name.trim() && contact.email.trim();
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={`Invite somebody for ${page.name}`}
      onSubmit={() => act.run(() => api.inviteContact(page.id, contact), { onDone: onClose })}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!ready} busy={act.busy} busyLabel="Inviting">
            Invite
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <ContactFields value={contact} onChange={setContact} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
