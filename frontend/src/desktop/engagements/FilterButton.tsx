import { Plus, X } from "lucide-react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Checkbox } from "#/ui/Checkbox";
import { cx } from "#/ui/cx";
import { IconButton } from "#/ui/IconButton";
import { Popover } from "#/ui/Popover";
import css from "./Engagements.module.css";

export interface FilterOption {
  id: string;
  label: string;
  count?: number;
}

export interface FilterButtonProps {
  label: string;
  options: readonly FilterOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** At most one. */
  single?: boolean;
}

/** One filter of a list: dashed while it lets all through, then it names what it lets through. */
export function FilterButton({ label, options, chosen, onChange, single }: FilterButtonProps) {
  const names = options.filter((o) => chosen.includes(o.id)).map((o) => o.label);
  const toggle = (id: string, on: boolean) => {
    if (single) return onChange(on ? [id] : []);
    onChange(on ? [...chosen, id] : chosen.filter((c) => c !== id));
  };
  return (
    <span className={css.filter}>
      <Popover
        title={label}
        titleHidden
        placement="bottom start"
        trigger={
          <AriaButton className={cx(css.filterButton, chosen.length > 0 && css.filterOn)}>
            {chosen.length === 0 && <Plus size={14} />}
            {chosen.length ? (
              <>
                {label}: <strong className={css.filterNames}>{names.join(", ") || chosen.length}</strong>
              </>
            ) : (
              label
            )}
          </AriaButton>
        }
      >
        <div className={css.options}>
          {options.length === 0 && <span>Nothing to choose from yet.</span>}
          {options.map((option) => (
            <Checkbox
              key={option.id}
              checked={chosen.includes(option.id)}
              onChange={(on) => toggle(option.id, on)}
            >
              {option.label} {option.count !== undefined && <span className={css.muted}>{option.count}</span>}
            </Checkbox>
          ))}
        </div>
      </Popover>
      {chosen.length > 0 && (
        <IconButton label={`Clear ${label}`} icon={X} size="small" onPress={() => onChange([])} />
      )}
    </span>
  );
}
