import { Plus } from "lucide-react";
import { useState } from "react";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { Tag } from "#/ui/Tag";
import { api, type view } from "../api";
import { ConfirmDialog } from "../ConfirmDialog";
import css from "./Clients.module.css";

/** Who signs in for the client. */
export function ContactList({ page, onInvite }: { page: view.ClientPage; onInvite: () => void }) {
  const [leaving, setLeaving] = useState<view.ContactRow | null>(null);
  return (
    <Panel
      flush
      title="Contacts"
      action={
        page.can.includes("invite-contact") && (
          <Button look="link" icon={Plus} onPress={onInvite}>
            Invite
          </Button>
        )
      }
    >
      {page.people.length === 0 && (
        <p className={css.person}>Nobody is invited yet, so nobody sees the portal or gets reminders.</p>
      )}
      {page.people.map((contact) => (
        <div key={contact.id} className={css.person}>
          <Avatar name={contact.name} decorative />
          <div className={css.personWords}>
            <strong>{contact.name}</strong> {contact.role}
            <p className={css.muted}>{[contact.email, contact.phone].filter(Boolean).join(" · ")}</p>
          </div>
          {contact.pending && <Tag tone="warn">queued</Tag>}
          {contact.active ? (
            <span className={css.muted}>invited {contact.invited.words}</span>
          ) : (
            <Tag>no access</Tag>
          )}
          {contact.active && page.can.includes("revoke-contact") && (
            <Button size="small" look="plain" onPress={() => setLeaving(contact)}>
              End access
            </Button>
          )}
        </div>
      ))}
      {leaving && (
        <ConfirmDialog
          title={`End ${leaving.first}’s access to ${page.name}?`}
          keep="Keep access"
          act="End access"
          danger
          call={() => api.revokeContact(page.id, leaving.id)}
          onClose={() => setLeaving(null)}
        >
          They are signed out and see nothing of this client any more. What they sent stays with you.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
