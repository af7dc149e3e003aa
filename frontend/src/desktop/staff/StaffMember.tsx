import { Ellipsis, Laptop } from "lucide-react";
import { useState } from "react";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { IconButton } from "#/ui/IconButton";
import { Menu, type MenuEntry } from "#/ui/Menu";
import { Tag } from "#/ui/Tag";
import { api, type view } from "../api";
import { ConfirmDialog } from "../ConfirmDialog";
import { AwayDialog } from "./AwayDialog";
import { CodeDialog } from "./CodeDialog";
import { RolesDialog } from "./RolesDialog";
import css from "./Staff.module.css";

type Open = "code" | "roles" | "away" | "remove" | null;

/** One member of the staff, and what can be done about them. */
export function StaffMember({ person, can }: { person: view.StaffRow; can: readonly string[] }) {
  const [open, setOpen] = useState<Open>(null);
  const [leaving, setLeaving] = useState<view.Computer | null>(null);
  const close = () => setOpen(null);
  const may = (name: string, entry: MenuEntry) => (can.includes(name) ? [entry] : []);
  const entries: MenuEntry[] = [
    ...may("add-staff", { id: "code", label: "Code for a computer" }),
    ...may("set-roles", { id: "roles", label: "Change roles" }),
    ...(person.me || can.includes("set-roles")
      ? [{ id: "away", label: person.awayUntil ? "Back, or change" : "Say away" }]
      : []),
    ...(person.me ? [] : may("remove-staff", { id: "remove", label: "Remove", danger: true })),
  ];
  return (
    <article className={css.member}>
      <div className={css.head}>
        <Avatar name={person.name} decorative />
        <div className={css.words}>
          <strong>{person.name}</strong> <span className={css.muted}>{person.role}</span>
          <p className={css.muted}>
            {person.email}
            {person.active && ` · ${person.open} open`}
          </p>
        </div>
        {person.me && <Tag tone="outline">you</Tag>}
        {person.away && <Tag tone="warn">{person.away}</Tag>}
        {person.away && person.cover.id && <span className={css.muted}>{person.cover.first} covers</span>}
        {person.active && entries.length > 0 && (
          <Menu
            label={person.name}
            placement="bottom end"
            trigger={<IconButton label={`More for ${person.name}`} icon={Ellipsis} />}
            groups={[{ entries }]}
            onAction={(id) => setOpen(id as Open)}
          />
        )}
      </div>
      {person.computers.length > 0 && (
        <ul className={css.computers} aria-label={`Computers of ${person.name}`}>
          {person.computers.map((computer) => (
            <li key={computer.id} className={css.computer}>
              <Laptop size={14} />
              {computer.name}
              <span className={css.muted}>since {computer.added.words}</span>
              {computer.this && <Tag tone="outline">this one</Tag>}
              {computer.revoked && <Tag>no access</Tag>}
              {!computer.revoked && !computer.this && can.includes("revoke-computer") && (
                <Button size="small" look="plain" onPress={() => setLeaving(computer)}>
                  End access
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {open === "code" && <CodeDialog person={person} onClose={close} />}
      {open === "roles" && <RolesDialog person={person} onClose={close} />}
      {open === "away" && <AwayDialog person={person} onClose={close} />}
      {open === "remove" && (
        <ConfirmDialog
          title={`Remove ${person.name}?`}
          keep="Keep them"
          act="Remove"
          danger
          call={() => api.removeStaff(person.id)}
          onClose={close}
        >
          Their computers lose access at once. What they did stays in the history under their name.
        </ConfirmDialog>
      )}
      {leaving && (
        <ConfirmDialog
          title={`End the access of ${leaving.name}?`}
          keep="Keep access"
          act="End access"
          danger
          call={() => api.revokeComputer(leaving.id)}
          onClose={() => setLeaving(null)}
        >
          It can no longer read or send anything. To let it in again it needs a new code.
        </ConfirmDialog>
      )}
    </article>
  );
}
