import { Check, ChevronDown, ChevronsUpDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import { cx } from "./cx";
import field from "./Field.module.css";
import menu from "./Menu.module.css";
import css from "./Select.module.css";

export interface SelectOption {
  id: string;
  label: string;
  hint?: string;
}

export interface SelectProps {
  label: string;
  options: readonly SelectOption[];
  value: string | null;
  onChange: (id: string) => void;
  labelHidden?: boolean;
  placeholder?: string;
  error?: string;
  disabled?: boolean;
  /** `switcher` draws up-and-down arrows, for choosing whose papers one looks at. */
  look?: "field" | "switcher";
}

export function Select({
  label,
  options,
  value,
  onChange,
  labelHidden,
  placeholder = "Choose",
  error,
  disabled,
  look = "field",
}: SelectProps) {
  const Arrow = look === "switcher" ? ChevronsUpDown : ChevronDown;
  return (
    <AriaSelect
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      aria-label={labelHidden ? label : undefined}
      placeholder={placeholder}
      isDisabled={disabled}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={field.field}
    >
      {!labelHidden && <Label className={field.label}>{label}</Label>}
      <Button className={cx(css.button, css[look])}>
        <SelectValue className={css.value} />
        <Arrow size={14} />
      </Button>
      <FieldError className={field.error}>{error}</FieldError>
      <Popover offset={4} className={menu.popover}>
        <ListBox items={options} className={menu.menu}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={menu.item}>
              {({ isSelected }) => (
                <>
                  <span className={menu.text}>
                    <Text slot="label">{option.label}</Text>
                    {option.hint && (
                      <Text slot="description" className={menu.hint}>
                        {option.hint}
                      </Text>
                    )}
                  </span>
                  {isSelected && <Check size={16} className={menu.tick} />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
