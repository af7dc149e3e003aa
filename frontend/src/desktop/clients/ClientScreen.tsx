import { Plus } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { list } from "#/shared/format";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Switch } from "#/ui/Switch";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { AccessDialog } from "../staff/AccessDialog";
import { useAct } from "../useAct";
import { ClientWork } from "./ClientWork";
import { ContactList } from "./ContactList";
import { InviteDialog } from "./InviteDialog";
import { useClient } from "./queries";
import { RenameDialog } from "./RenameDialog";
import { typeWords } from "./types";

/** One client: who signs in, what is worked on, and who in the office sees it. */
export function ClientScreen({ id }: { id: string }) {
  const client = useClient(id);
  return (
    <Loaded query={client} name="the client" skeleton={{ rows: 8 }}>
      {(page) => <Client page={page} />}
    </Loaded>
  );
}

function Client({ page }: { page: view.ClientPage }) {
  const [dialog, setDialog] = useState<"rename" | "invite" | "access" | null>(null);
  const [, navigate] = useLocation();
  const act = useAct();
  const can = (name: string) => page.can.includes(name);
  const close = () => setDialog(null);
  const open = () => navigate(`/engagements/new?client=${page.id}`);
  useScreenKeys([
    { press: "n", label: "new engagement", act: open },
    {
      press: "i",
      label: "invite a contact",
      act: can("invite-contact") ? () => setDialog("invite") : undefined,
    },
  ]);
  return (
    <>
      <ScreenHeader
        trail={[{ label: "Clients", href: "/clients" }]}
        title={page.name}
        meta={[typeWords[page.type] ?? page.type, page.code].filter(Boolean).join(" · ")}
        actions={
          <>
            {can("rename-client") && <Button onPress={() => setDialog("rename")}>Rename</Button>}
            <Button icon={Plus} keys={["N"]} onPress={open}>
              New engagement
            </Button>
          </>
        }
      />
      <div className={layout.scroll}>
        <div className={`${layout.page} ${layout.stack} ${layout.wide}`}>
          <ContactList page={page} onInvite={() => setDialog("invite")} />
          <ClientWork rows={page.engagements} />
          <Panel title="Reminders">
            <Switch
              spread
              checked={!page.paused}
              disabled={!can("set-reminders")}
              onChange={(on) => act.run(() => api.setReminders(page.id, !on))}
            >
              Remind this client about open requests
            </Switch>
            <ActError act={act} />
          </Panel>
          <Panel
            title="Who sees it"
            action={
              can("set-client-access") && (
                <Button look="link" onPress={() => setDialog("access")}>
                  Change
                </Button>
              )
            }
          >
            {page.only.length ? `Only ${list(page.only.map((p) => p.name))}.` : "Everybody in the office."}
          </Panel>
        </div>
      </div>
      {dialog === "rename" && <RenameDialog page={page} onClose={close} />}
      {dialog === "invite" && <InviteDialog page={page} onClose={close} />}
      {dialog === "access" && (
        <AccessDialog
          what={page.name}
          only={page.only}
          onClose={close}
          call={(only) => api.setClientAccess(page.id, only)}
        />
      )}
    </>
  );
}
