import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import css from "./Views.module.css";

export interface ViewEntry {
  id: string;
  label: string;
  count?: number;
}

export interface ViewsProps {
  label: string;
  views: readonly ViewEntry[];
  selected: string;
  onChange: (id: string) => void;
}

/** Saved views of one list: "All 128", "Open 113". Exactly one is on; arrow keys move between them. */
export function Views({ label, views, selected, onChange }: ViewsProps) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        for (const key of keys) onChange(String(key));
      }}
      className={css.views}
    >
      {views.map((view) => (
        <ToggleButton key={view.id} id={view.id} className={css.view}>
          {view.label}
          {view.count !== undefined && <span className={css.count}>{view.count}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
