import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { wholeNumber } from "#/shared/format";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { Field } from "#/ui/Field";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Views } from "#/ui/Views";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import css from "./Engagements.module.css";
import { EngagementTable } from "./EngagementTable";
import { Filters } from "./Filters";
import { focusFilter } from "./focusFilter";
import { useEngagements } from "./queries";
import { SelectionBar } from "./SelectionBar";
import { type EngagementFilter, useEngagementFilter } from "./useEngagementFilter";

/** Find, sort and move many. */
export function EngagementsScreen() {
  const filter = useEngagementFilter();
  const table = useEngagements(filter.query);
  return (
    <Loaded query={table} name="Engagements" skeleton={{ rows: 12 }}>
      {(t) => <Engagements table={t} filter={filter} />}
    </Loaded>
  );
}

function Engagements({ table, filter }: { table: view.EngagementTable; filter: EngagementFilter }) {
  const [, navigate] = useLocation();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const views = table.views.slice(0, 6);
  const chosen = table.rows.filter((row) => selected.has(row.id));
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "move" },
    { press: "", keys: ["X"], label: "select" },
    { press: "", keys: ["Enter"], label: "open" },
    { press: "f", label: "filter", act: focusFilter },
    { press: "/", label: "filter", act: focusFilter, quiet: true },
    { press: "n", label: "new engagement", act: () => navigate("/engagements/new"), quiet: true },
    { press: "", keys: ["1–6"], label: "views" },
    ...views.map((v, place) => ({
      press: String(place + 1),
      label: v.label,
      act: () => filter.setView(v.code),
      quiet: true,
    })),
  ]);
  return (
    <div className={css.screen}>
      <ScreenHeader
        title="Engagements"
        views={
          <Views
            label="Saved views"
            views={views.map((v) => ({ id: v.code, label: v.label, count: v.count }))}
            selected={filter.query.view}
            onChange={filter.setView}
          />
        }
        actions={
          <Button icon={Plus} keys={["N"]} onPress={() => navigate("/engagements/new")}>
            New engagement
          </Button>
        }
      >
        <div className={css.filters} id="engagement-filter">
          <Field
            label="Filter by client or form"
            labelHidden
            type="search"
            icon={Search}
            keys={["/"]}
            placeholder="Filter by client or form"
            value={filter.query.text}
            onChange={filter.setText}
          />
          <Filters table={table} filter={filter} />
          <span className={css.count}>
            {table.reading ? "Reading the firm’s history… " : ""}
            {wholeNumber(table.total)} {table.total === 1 ? "engagement" : "engagements"}
          </span>
        </div>
      </ScreenHeader>
      <div className={css.table}>
        <EngagementTable
          rows={table.rows}
          filter={filter}
          selected={selected}
          onSelect={setSelected}
          onOpen={(id) => navigate(`/engagements/${id}`)}
          empty={
            filter.narrowed ? (
              <Empty
                icon={Search}
                title="No match."
                action={
                  <Button look="link" onPress={filter.clear}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <Empty
                title="No engagements yet."
                action={
                  <Button look="link" onPress={() => navigate("/setup/shares")}>
                    Map your clients in Setup
                  </Button>
                }
              >
                Tieout finds them in the folders of your office share.
              </Empty>
            )
          }
        />
      </div>
      {table.rows.length < table.total && (
        <p className={css.more}>
          <span className={layout.muted}>
            The first {wholeNumber(table.rows.length)} are shown. Narrow the list, or
          </span>{" "}
          <Button look="link" onPress={filter.more}>
            show more
          </Button>
        </p>
      )}
      {chosen.length > 0 && <SelectionBar rows={chosen} onClear={() => setSelected(new Set())} />}
    </div>
  );
}
