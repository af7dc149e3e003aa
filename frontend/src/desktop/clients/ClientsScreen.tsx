import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { wholeNumber } from "#/shared/format";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { Field } from "#/ui/Field";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Table, type TableColumn } from "#/ui/Table";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { useParam } from "../useParam";
import css from "./Clients.module.css";
import { NewClientDialog } from "./NewClientDialog";
import { useClients } from "./queries";
import { typeWords } from "./types";

const columns: readonly TableColumn<view.ClientRow>[] = [
  {
    id: "name",
    title: "Client",
    rowHeader: true,
    width: "3fr",
    cell: (c) => (
      <span className={css.name} title={c.name}>
        <Avatar name={c.name} kind="client" size="small" decorative /> <strong>{c.name}</strong>
        {c.paused && <Tag tone="outline">reminders paused</Tag>}
      </span>
    ),
  },
  { id: "code", title: "Number", width: 110, cell: (c) => <span className={layout.muted}>{c.code}</span> },
  { id: "type", title: "Type", width: 110, cell: (c) => typeWords[c.type] ?? c.type },
  {
    id: "contacts",
    title: "Contacts",
    width: "2fr",
    cell: (c) =>
      c.contacts ? (
        <span title={c.contacts}>{c.contacts}</span>
      ) : (
        <span className={layout.warn}>Nobody is invited</span>
      ),
  },
  { id: "open", title: "Open work", align: "end", width: 100, cell: (c) => c.open },
];

/** The firm's clients. */
export function ClientsScreen() {
  const [text, setText] = useState("");
  const [making, setMaking] = useParam("new");
  const [, navigate] = useLocation();
  const clients = useClients(text.trim());
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "move" },
    { press: "", keys: ["Enter"], label: "open" },
    {
      press: "f",
      label: "filter",
      act: () => document.querySelector<HTMLInputElement>("#client-filter input")?.focus(),
    },
    { press: "n", label: "new client", act: () => setMaking("1") },
  ]);
  return (
    <>
      <ScreenHeader
        title="Clients"
        actions={
          <Button icon={Plus} keys={["N"]} onPress={() => setMaking("1")}>
            New client
          </Button>
        }
      >
        <div className={css.filters} id="client-filter">
          <Field
            label="Filter by name, number or contact"
            labelHidden
            type="search"
            icon={Search}
            keys={["F"]}
            placeholder="Filter by name, number or contact"
            value={text}
            onChange={setText}
          />
          <span className={layout.muted}>
            {clients.data &&
              `${wholeNumber(clients.data.total)} ${clients.data.total === 1 ? "client" : "clients"}`}
          </span>
        </div>
      </ScreenHeader>
      <div className={css.table}>
        <Loaded query={clients} name="Clients" skeleton={{ rows: 12 }}>
          {(table) => (
            <Table
              label="Clients"
              windowed
              columns={columns}
              rows={table.rows}
              rowKey={(c) => c.id}
              rowName={(c) => c.name}
              rowState={(c) => ({ queued: c.queued })}
              onOpen={(id) => navigate(`/clients/${id}`)}
              empty={
                text ? (
                  <Empty icon={Search} title="No match." />
                ) : (
                  <Empty title="No clients yet.">Make one, or map the folders of your share in Setup.</Empty>
                )
              }
            />
          )}
        </Loaded>
      </div>
      {making && <NewClientDialog onClose={() => setMaking("")} />}
    </>
  );
}
