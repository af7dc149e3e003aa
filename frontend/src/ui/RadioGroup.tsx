import type { ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { RadioGroup as AriaRadioGroup, Radio } from "react-aria-components/RadioGroup";
import { cx } from "./cx";
import field from "./Field.module.css";
import css from "./RadioGroup.module.css";

export interface RadioOption {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** A button that stands beside the choice without choosing it ("Open"). */
  action?: ReactNode;
}

export interface RadioGroupProps {
  label: string;
  labelHidden?: boolean;
  options: readonly RadioOption[];
  value: string | null;
  onChange: (id: string) => void;
  /** `cards` draws a box around each choice. */
  look?: "plain" | "cards";
  disabled?: boolean;
}

export function RadioGroup({
  label,
  labelHidden,
  options,
  value,
  onChange,
  look = "plain",
  disabled,
}: RadioGroupProps) {
  return (
    <AriaRadioGroup
      value={value}
      onChange={onChange}
      isDisabled={disabled}
      aria-label={labelHidden ? label : undefined}
      className={css.group}
    >
      {!labelHidden && <Label className={field.label}>{label}</Label>}
      {options.map((option) => (
        <div key={option.id} className={cx(css.option, css[look], option.id === value && css.chosen)}>
          <Radio value={option.id} className={css.radio}>
            <span className={css.dot} />
            <span className={css.text}>
              <span className={css.label}>{option.label}</span>
              {option.hint && <span className={css.hint}>{option.hint}</span>}
            </span>
          </Radio>
          {option.action}
        </div>
      ))}
    </AriaRadioGroup>
  );
}
