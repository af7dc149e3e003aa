import { list } from "#/shared/format";
import { Button } from "#/ui/Button";
import { DetailList } from "#/ui/DetailList";
import { Link } from "#/ui/Link";
import { Panel } from "#/ui/Panel";
import type { view } from "../api";
import layout from "../layout.module.css";
import css from "./Engagement.module.css";
import type { DialogName } from "./EngagementDialogs";

export interface DetailsTabProps {
  page: view.EngagementPage;
  onDialog: (name: DialogName) => void;
}

/** The plain facts, each with the way to change it. */
export function DetailsTab({ page, onDialog }: DetailsTabProps) {
  const change = (may: string, name: DialogName, label: string) =>
    page.can.includes(may) && (
      <Button look="link" onPress={() => onDialog(name)}>
        {label}
      </Button>
    );
  return (
    <div className={layout.stack}>
      <Panel title="Work" action={change("set-due", "due", "Change due date")}>
        <DetailList
          rows={[
            { term: "Client", value: <Link href={`/clients/${page.clientId}`}>{page.client}</Link> },
            { term: "Period", value: page.period || "None" },
            { term: "Due", value: page.due.date ? page.due.words : "No date" },
            {
              term: "Status",
              value: page.status.setByHand ? `${page.status.words}, set by hand` : page.status.words,
            },
            { term: "The client reads", value: page.status.forClient },
          ]}
        />
      </Panel>
      <Panel title="People" action={change("set-people", "people", "Change")}>
        <DetailList
          rows={[
            ...page.people.map((p) => ({
              term: <span className={css.role}>{p.role}</span>,
              value: p.away ? `${p.name}, ${p.away}` : p.name,
            })),
            { term: "Contacts", value: list(page.contacts.map((c) => c.name)) || "Nobody is invited yet" },
          ]}
        />
      </Panel>
      <Panel title="Who sees it" action={change("set-engagement-access", "access", "Change")}>
        {page.only.length ? `Only ${list(page.only.map((p) => p.name))}.` : "Everybody in the office."}
      </Panel>
      <Panel
        title="Folder"
        action={change("map-work-file", "map", page.workFile.path ? "Map another" : "Map it")}
      >
        <p>{page.workFile.local || page.workFile.path || "No folder is mapped."}</p>
        {page.workFile.reason && <p className={layout.warn}>{page.workFile.reason}</p>}
      </Panel>
      <Panel title="Filing confirmations" action={change("confirm-filing", "filing", "Add")}>
        {page.filings.length === 0 && <p className={layout.muted}>None yet.</p>}
        <ul>
          {page.filings.map((filing) => (
            <li key={filing.words} className={filing.accepted ? undefined : layout.warn}>
              {filing.words} <span className={layout.muted}>{filing.submission}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
