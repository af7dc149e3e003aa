import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import field from "#/ui/Field.module.css";
import menu from "#/ui/Menu.module.css";
import type { view } from "../api";
import css from "./Clients.module.css";

export interface ClientPickerProps {
  clients: readonly view.Choice[];
  value: string;
  onChange: (client: string) => void;
}

/** More than a person reads; typing finds the rest. */
const most = 40;

/** Chooses one of the firm's clients by typing part of the name or number. */
export function ClientPicker({ clients, value, onChange }: ClientPickerProps) {
  const [text, setText] = useState(clients.find((c) => c.id === value)?.label ?? "");
  const words = text.trim().toLowerCase();
  const chosen = clients.find((c) => c.id === value);
  const hits =
    chosen?.label === text
      ? clients
      : clients.filter((c) => `${c.label} ${c.detail}`.toLowerCase().includes(words));
  return (
    <ComboBox
      inputValue={text}
      onInputChange={setText}
      selectedKey={value || null}
      onSelectionChange={(key) => {
        onChange(String(key ?? ""));
        setText(clients.find((c) => c.id === key)?.label ?? text);
      }}
      items={hits.slice(0, most)}
      allowsEmptyCollection
      menuTrigger="focus"
      className={field.field}
    >
      <Label className={field.label}>Client</Label>
      <Group className={field.box}>
        <Input className={field.input} placeholder="Type a name or number" />
        <Button className={css.arrow}>
          <ChevronDown size={14} />
        </Button>
      </Group>
      <Popover offset={4} className={menu.popover}>
        <ListBox<view.Choice>
          className={menu.menu}
          renderEmptyState={() => <p className={css.none}>No client matches.</p>}
        >
          {(client) => (
            <ListBoxItem id={client.id} textValue={client.label} className={menu.item}>
              <span className={menu.text}>
                <Text slot="label">{client.label}</Text>
                {client.detail && (
                  <Text slot="description" className={menu.hint}>
                    {client.detail}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
