import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { RequestMeter } from "#/shared/RequestMeter";
import { StatusChip } from "#/shared/StatusChip";
import { type PathStatus, path } from "#/shared/status";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { Field } from "#/ui/Field";
import { FloatingBar } from "#/ui/FloatingBar";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Table, type TableColumn } from "#/ui/Table";
import { Views } from "#/ui/Views";
import { Frame } from "./Frame";
import css from "./Gallery.module.css";

interface Engagement {
  id: string;
  client: string;
  title: string;
  status: PathStatus;
  done: number;
  total: number;
  owner: string;
  activity: string;
  age: string;
}

const names = [
  "Acme Ltd",
  "Birchwood Dental PC",
  "Juniper Yoga Studio LLC",
  "Kestrel Marine Inc.",
  "Pruitt Veterinary PLLC",
  "Tidewater Charter Co.",
];
const people = ["Tom Okafor", "Lena Brandt", "Priya Raman"];
const rows: Engagement[] = Array.from({ length: 400 }, (_, i) => ({
  id: `e${i}`,
  client: names[i % names.length] ?? "",
  title: i % 3 ? "2025 Form 1120-S" : "2025 Form 1065",
  status: path[(i * 7) % path.length] ?? "waiting",
  done: i % 8,
  total: 7 + (i % 12),
  owner: people[i % people.length] ?? "",
  activity: "Ruth sent 3 statements",
  age: `${1 + (i % 50)} min`,
}));

const columns: TableColumn<Engagement>[] = [
  {
    id: "client",
    title: "Client and engagement",
    rowHeader: true,
    sortable: true,
    width: "3fr",
    cell: (e) => (
      <>
        <strong>{e.client}</strong> <span className={css.muted}>{e.title}</span>
      </>
    ),
  },
  { id: "status", title: "Status", width: 196, cell: (e) => <StatusChip status={e.status} /> },
  {
    id: "requests",
    title: "Requests",
    width: 152,
    cell: (e) => <RequestMeter done={Math.min(e.done, e.total)} total={e.total} />,
  },
  { id: "due", title: "Due", sortable: true, width: 100, cell: () => "Mar 16" },
  {
    id: "owner",
    title: "Owner",
    width: 90,
    cell: (e) => (
      <>
        <Avatar name={e.owner} size="small" decorative /> {e.owner.split(" ")[0]}
      </>
    ),
  },
  { id: "activity", title: "Last activity", width: "2fr", cell: (e) => e.activity },
  { id: "age", title: "When", titleHidden: true, align: "end", width: 90, cell: (e) => e.age },
];

/** Screen 2 of the design, with four hundred rows of which only those in sight are drawn. */
export function Engagements() {
  const [view, setView] = useState("all");
  const [filter, setFilter] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(["e3"]));
  return (
    <Frame current="engagements">
      <ScreenHeader
        title="Engagements"
        views={
          <Views
            label="Views"
            selected={view}
            onChange={setView}
            views={[
              { id: "all", label: "All", count: 128 },
              { id: "open", label: "Open", count: 113 },
            ]}
          />
        }
        actions={
          <Button icon={Plus} keys={["N"]}>
            New engagement
          </Button>
        }
      >
        <Field
          label="Filter"
          labelHidden
          icon={Search}
          keys={["F"]}
          placeholder="Filter by client or form"
          value={filter}
          onChange={setFilter}
        />
      </ScreenHeader>
      <Table
        label="Engagements"
        windowed
        columns={columns}
        rows={rows}
        rowKey={(e) => e.id}
        rowName={(e) => `${e.client}, ${e.title}`}
        selectable
        selected={selected}
        onSelect={setSelected}
        onOpen={() => undefined}
        sort={{ column: "due", direction: "ascending" }}
        onSort={() => undefined}
      />
      {selected.size > 0 && (
        <FloatingBar summary={`${selected.size} selected`}>
          <Button look="plain" keys={["S"]}>
            Move to…
          </Button>
          <Button look="plain" keys={["R"]}>
            Remind
          </Button>
          <Button look="plain" keys={["Esc"]} onPress={() => setSelected(new Set())}>
            Clear
          </Button>
        </FloatingBar>
      )}
    </Frame>
  );
}
