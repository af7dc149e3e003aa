import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import css from "./Checkbox.module.css";

export interface CheckboxProps {
  /** The label; leave it out only with `aria-label` (table cells). */
  children?: ReactNode;
  checked?: boolean;
  onChange?: (checked: boolean) => void;
  /** Some but not all of what it stands for. */
  indeterminate?: boolean;
  disabled?: boolean;
  error?: boolean;
  /** "selection" inside a table or list row. */
  slot?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
}

export function Checkbox({ children, checked, indeterminate, disabled, error, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...rest}
      isSelected={checked}
      isIndeterminate={indeterminate}
      isDisabled={disabled}
      isInvalid={error}
      className={css.checkbox}
    >
      {(state) => (
        <>
          <span className={css.box}>{state.isIndeterminate ? <Minus /> : state.isSelected && <Check />}</span>
          {children && <span className={css.label}>{children}</span>}
        </>
      )}
    </AriaCheckbox>
  );
}
