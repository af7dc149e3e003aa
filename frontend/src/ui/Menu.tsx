import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { cx } from "./cx";
import type { Icon } from "./icon";
import { KeyCap } from "./KeyCap";
import type { Key } from "./keys";
import css from "./Menu.module.css";

export interface MenuEntry {
  id: string;
  label: string;
  hint?: string;
  icon?: Icon;
  keys?: readonly Key[];
  danger?: boolean;
  disabled?: boolean;
  /** Goes there instead of calling `onAction`. */
  href?: string;
}

export interface MenuGroup {
  title?: string;
  entries: readonly MenuEntry[];
}

export interface MenuProps {
  /** A Button or IconButton. */
  trigger: ReactNode;
  label: string;
  groups: readonly MenuGroup[];
  onAction: (id: string) => void;
  /** Draws a tick on the one in force and makes the entries radio items. */
  selected?: string;
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
}

export function Menu({ trigger, label, groups, onAction, selected, placement = "bottom start" }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover offset={4} placement={placement} className={css.popover}>
        <AriaMenu
          aria-label={label}
          onAction={(key) => onAction(String(key))}
          selectionMode={selected === undefined ? "none" : "single"}
          selectedKeys={selected === undefined ? undefined : [selected]}
          className={css.menu}
        >
          {groups.map((group) => (
            <MenuSection
              key={group.title ?? group.entries[0]?.id}
              aria-label={group.title ?? label}
              className={css.group}
            >
              {group.title && <Header className={css.header}>{group.title}</Header>}
              {group.entries.map((entry) => (
                <Entry key={entry.id} {...entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function Entry({ id, label, hint, icon: Glyph, keys, danger, disabled, href }: MenuEntry) {
  return (
    <MenuItem
      id={id}
      href={href}
      textValue={label}
      isDisabled={disabled}
      className={cx(css.item, danger && css.danger)}
    >
      {({ isSelected }) => (
        <>
          {Glyph && <Glyph size={16} className={css.icon} />}
          <span className={css.text}>
            <Text slot="label">{label}</Text>
            {hint && (
              <Text slot="description" className={css.hint}>
                {hint}
              </Text>
            )}
          </span>
          {isSelected && <Check size={16} className={css.tick} />}
          {keys && <KeyCap keys={keys} />}
        </>
      )}
    </MenuItem>
  );
}
