import type { view } from "../api";
import { FilterButton } from "./FilterButton";
import type { EngagementFilter } from "./useEngagementFilter";

/** What the table can be narrowed by. */
export function Filters({ table, filter }: { table: view.EngagementTable; filter: EngagementFilter }) {
  const { query } = filter;
  return (
    <>
      <FilterButton
        label="Status"
        options={table.statuses.map((s) => ({ id: s.code, label: s.words, count: s.count }))}
        chosen={query.statuses}
        onChange={filter.setStatuses}
      />
      <FilterButton
        label="Type"
        options={table.services.map((s) => ({ id: s.id, label: s.label }))}
        chosen={query.services}
        onChange={filter.setServices}
      />
      <FilterButton
        label="Owner"
        single
        options={table.owners.map((p) => ({ id: p.id, label: p.name }))}
        chosen={query.owner ? [query.owner] : []}
        onChange={([owner = ""]) => filter.setOwner(owner)}
      />
    </>
  );
}
