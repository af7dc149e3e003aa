import { Checkbox } from "#/ui/Checkbox";
import { Panel } from "#/ui/Panel";
import type { view } from "../api";
import css from "./Publish.module.css";

export interface RecipientsProps {
  people: readonly view.Person[];
  /** Ids of signers: they get it in any case. */
  signers: ReadonlySet<string>;
  to: ReadonlySet<string>;
  onChange: (to: ReadonlySet<string>) => void;
}

/** Who gets it in the portal. */
export function Recipients({ people, signers, to, onChange }: RecipientsProps) {
  const set = (id: string, on: boolean) => {
    const next = new Set(to);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <Panel look="bare" title="Who gets it" meta={`${to.size} of ${people.length}`}>
      <ul className={css.checks}>
        {people.map((person) => (
          <li key={person.id} className={css.check}>
            <Checkbox
              checked={to.has(person.id) || signers.has(person.id)}
              disabled={signers.has(person.id)}
              onChange={(on) => set(person.id, on)}
            >
              {person.name}
            </Checkbox>
            <span className={css.meta}>{signers.has(person.id) ? "signs" : person.role}</span>
          </li>
        ))}
      </ul>
      {people.length === 0 && <p className={css.quiet}>Nobody at this client has access yet.</p>}
    </Panel>
  );
}
