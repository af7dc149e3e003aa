import { Ellipsis, MessageSquare } from "lucide-react";
import { useLocation } from "wouter";
import { StatusChip } from "#/shared/StatusChip";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { IconButton } from "#/ui/IconButton";
import { Menu } from "#/ui/Menu";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Tag } from "#/ui/Tag";
import { Tooltip } from "#/ui/Tooltip";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import { sign } from "../status";
import { useAct } from "../useAct";
import css from "./Engagement.module.css";
import type { DialogName } from "./EngagementDialogs";
import { menuGroups } from "./menu";
import { primaryIcons } from "./primaryIcons";
import { usePrimary } from "./usePrimary";

export interface EngagementHeaderProps {
  page: view.EngagementPage;
  onDialog: (name: DialogName) => void;
}

const overlays = ["on-hold", "on-extension", "withdrawn"];

/** What it is, who works on it, and the one thing to do next. */
export function EngagementHeader({ page, onDialog }: EngagementHeaderProps) {
  const [, navigate] = useLocation();
  const act = useAct();
  const primary = usePrimary(page, act, onDialog);
  const contact = page.contacts[0];
  const can = (name: string) => page.can.includes(name);
  const message = can("post-message") ? () => navigate(`/messages/${page.id}`) : undefined;
  const openFolder = page.workFile.local ? () => act.run(() => api.openFolder(page.id, "")) : undefined;
  const reminds = page.primary.code === "remind-client" || page.primary.code === "remind-signer";
  useScreenKeys([
    { press: "r", label: "remind", act: reminds ? primary : undefined },
    { press: "m", label: "message", act: message },
    { press: "s", label: "move status", act: can("set-status") ? () => onDialog("status") : undefined },
    { press: "o", label: "open folder", act: openFolder },
    {
      press: "n",
      label: "ask for more",
      act: can("ask-requests") ? () => onDialog("ask") : undefined,
      quiet: true,
    },
  ]);
  const choose = (id: string) => {
    if (id === "pin") act.run(() => api.pin(page.id, !page.pinned));
    else if (id === "open-folder") openFolder?.();
    else if (id === "assemble") navigate(`/engagements/${page.id}/assemble`);
    else if (id === "reopen") act.run(() => api.reopenEngagement(page.id), { engagement: page.id });
    else onDialog(id as DialogName);
  };
  return (
    <ScreenHeader
      trail={[
        { label: "Engagements", href: "/engagements" },
        { label: page.client, href: `/clients/${page.clientId}` },
      ]}
      title={page.title}
      meta={<Meta page={page} />}
      actions={
        <>
          <span className={css.people}>
            {page.people.map((person) => (
              <Tooltip
                key={person.role + person.id}
                name={`${person.name}, ${person.role}`}
                text={[person.name, person.role, person.away].filter(Boolean).join(", ")}
              >
                <Avatar name={person.name} decorative />
              </Tooltip>
            ))}
          </span>
          <Menu
            label="More"
            placement="bottom end"
            trigger={<IconButton label="More" icon={Ellipsis} look="box" />}
            groups={menuGroups(page)}
            onAction={choose}
          />
          {message && (
            <Button icon={MessageSquare} keys={["M"]} onPress={message}>
              {contact ? `Message ${contact.first}` : "Messages"}
            </Button>
          )}
          {page.primary.code && (
            <Button
              look="primary"
              icon={primaryIcons[page.primary.code]}
              keys={reminds ? ["R"] : undefined}
              busy={act.busy}
              onPress={primary}
            >
              {page.primary.label}
            </Button>
          )}
        </>
      }
    >
      <ActError act={act} />
    </ScreenHeader>
  );
}

function Meta({ page }: { page: view.EngagementPage }) {
  const { due, status } = page;
  return (
    <>
      {page.client}
      {due.date && (
        <>
          {" · due "}
          {due.words} <span className={due.state === "late" ? css.danger : undefined}>({due.left})</span>
        </>
      )}{" "}
      {overlays.includes(status.code) && <StatusChip status={sign(status.code)} />}{" "}
      {status.setByHand && <Tag tone="outline">set by hand</Tag>}{" "}
      {page.only.length > 0 && <Tag tone="outline">restricted</Tag>}
    </>
  );
}
