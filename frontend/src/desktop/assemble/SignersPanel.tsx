import { ArrowDown, ArrowUp, UserPlus, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { count } from "#/shared/format";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { cx } from "#/ui/cx";
import { IconButton } from "#/ui/IconButton";
import { Menu } from "#/ui/Menu";
import { Panel } from "#/ui/Panel";
import { rove } from "#/ui/roving";
import { Switch } from "#/ui/Switch";
import type { view } from "../api";
import type { Plan, PlanAct } from "./plan";
import css from "./Signers.module.css";

export interface SignersPanelProps {
  plan: Plan;
  change: (act: PlanAct) => void;
  people: readonly view.Person[];
  /** Who gets the next field. */
  current: string;
  onCurrent: (id: string) => void;
}

/** Who signs, in order, and how many fields each has. */
export function SignersPanel({ plan, change, people, current, onCurrent }: SignersPanelProps) {
  const rest = people.filter((p) => !plan.signers.includes(p.id));
  const move = (id: string, to: number) => change({ do: "move-signer", id, to });
  const keys = (id: string, place: number) => (event: KeyboardEvent) => {
    if (event.altKey && event.key === "ArrowUp") move(id, place - 1);
    else if (event.altKey && event.key === "ArrowDown") move(id, place + 1);
    else if (event.key === "Delete") change({ do: "remove-signer", id });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const add = (id: string) => {
    change({ do: "add-signer", id });
    onCurrent(id);
  };
  return (
    <Panel
      look="bare"
      title="Signers"
      meta={plan.signers.length > 1 && (plan.inOrder ? "in this order" : "in any order")}
      action={
        rest.length > 0 && (
          <Menu
            label="Add a signer"
            placement="bottom end"
            trigger={
              <Button look="link" icon={UserPlus}>
                Add
              </Button>
            }
            groups={[{ entries: rest.map((p) => ({ id: p.id, label: p.name, hint: p.role })) }]}
            onAction={add}
          />
        )
      }
    >
      {plan.signers.length === 0 && (
        <p className={css.none}>
          {people.length === 0
            ? "Nobody at this client can sign yet. Invite a contact first, or send it without a signature."
            : "Nobody signs this one: it is delivered to read. Add a signer to place fields."}
        </p>
      )}
      <ol aria-label="Signers" onKeyDown={(event) => rove(event as never)}>
        {plan.signers.map((id, place) => {
          const person = people.find((p) => p.id === id);
          const name = person?.name ?? "A contact who left";
          const fields = plan.fields.filter((f) => f.signer === id).length;
          return (
            <li key={id} className={cx(css.signer, id === current && css.current)}>
              <button
                type="button"
                data-rove
                aria-pressed={id === current}
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
                className={css.person}
                onClick={() => onCurrent(id)}
                onKeyDown={keys(id, place)}
              >
                <span className={css.place}>{place + 1}</span>
                <Avatar name={name} kind="client" decorative />
                <span className={css.names}>
                  <span className={css.name}>{name}</span>
                  <span className={css.role}>
                    {[person?.role, count(fields, "field")].filter(Boolean).join(" · ")}
                  </span>
                </span>
              </button>
              {id === current && (
                <span className={css.acts}>
                  {place > 0 && (
                    <IconButton
                      label={`Move ${name} up`}
                      icon={ArrowUp}
                      size="small"
                      onPress={() => move(id, place - 1)}
                    />
                  )}
                  {place < plan.signers.length - 1 && (
                    <IconButton
                      label={`Move ${name} down`}
                      icon={ArrowDown}
                      size="small"
                      onPress={() => move(id, place + 1)}
                    />
                  )}
                  <IconButton
                    label={`Take out ${name}`}
                    icon={X}
                    size="small"
                    onPress={() => change({ do: "remove-signer", id })}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {plan.signers.length > 1 && (
        <Switch checked={plan.inOrder} onChange={(inOrder) => change({ do: "change", change: { inOrder } })}>
          One after the other
        </Switch>
      )}
    </Panel>
  );
}
