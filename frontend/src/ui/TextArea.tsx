import type { ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import { cx } from "./cx";
import css from "./Field.module.css";

export interface TextAreaProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  hint?: ReactNode;
  optional?: boolean;
  labelHidden?: boolean;
  placeholder?: string;
  /** Lines shown at rest; it grows with its text up to ten. */
  rows?: number;
  /** No box of its own, for use inside a composer. */
  bare?: boolean;
  readOnly?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  maxLength?: number;
  onKeyDown?: (event: React.KeyboardEvent) => void;
}

export function TextArea({
  label,
  error,
  hint,
  optional,
  labelHidden,
  placeholder,
  rows = 3,
  bare,
  readOnly,
  disabled,
  onKeyDown,
  ...rest
}: TextAreaProps) {
  return (
    <TextField
      {...rest}
      isReadOnly={readOnly}
      isDisabled={disabled}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      aria-label={labelHidden ? label : undefined}
      className={css.field}
    >
      {!labelHidden && (
        <Label className={css.label}>
          {label}
          {optional && <span className={css.optional}> Optional</span>}
        </Label>
      )}
      <AriaTextArea
        rows={rows}
        style={{ "--rows": rows }}
        placeholder={placeholder}
        onKeyDown={onKeyDown}
        className={cx(css.area, bare && css.bare)}
      />
      {hint && !error && (
        <Text slot="description" className={css.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={css.error}>{error}</FieldError>
    </TextField>
  );
}
