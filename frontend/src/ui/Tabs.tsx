import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import type { Icon } from "./icon";
import css from "./Tabs.module.css";

export interface TabEntry {
  id: string;
  label: string;
  icon?: Icon;
  count?: number;
  content: ReactNode;
}

export interface TabsProps {
  label: string;
  tabs: readonly TabEntry[];
  selected?: string;
  onChange?: (id: string) => void;
  /** Stands at the end of the row of tabs. */
  aside?: ReactNode;
}

/** Panels of which one is shown. For saved views of one list use `Views`. */
export function Tabs({ label, tabs, selected, onChange, aside }: TabsProps) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => onChange?.(String(key))}
      className={css.tabs}
    >
      <div className={css.row}>
        <TabList aria-label={label} className={css.list}>
          {tabs.map(({ id, label: text, icon: Glyph, count }) => (
            <Tab key={id} id={id} className={css.tab}>
              {Glyph && <Glyph size={14} />}
              {text}
              {count !== undefined && <span className={css.count}>{count}</span>}
            </Tab>
          ))}
        </TabList>
        {aside && <div className={css.aside}>{aside}</div>}
      </div>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={css.panel}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
