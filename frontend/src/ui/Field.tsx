import { CircleAlert } from "lucide-react";
import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute, ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";
import { cx } from "./cx";
import css from "./Field.module.css";
import type { Icon } from "./icon";
import { KeyCap } from "./KeyCap";
import { ariaKeys, type Key } from "./keys";

export interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** A whole sentence: what is wrong and what to do. Tied to the input for screen readers. */
  error?: string;
  hint?: ReactNode;
  /** Writes "Optional" beside the label. */
  optional?: boolean;
  /** Keeps the label for screen readers only; for search boxes and table cells. */
  labelHidden?: boolean;
  type?: HTMLInputTypeAttribute;
  icon?: Icon;
  /** A shortcut that focuses it, drawn at the end. */
  keys?: readonly Key[];
  placeholder?: string;
  name?: string;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  inputMode?: "text" | "numeric" | "email" | "tel" | "decimal" | "search";
  required?: boolean;
  readOnly?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  maxLength?: number;
  onBlur?: () => void;
  onKeyDown?: (event: { key: string; preventDefault: () => void }) => void;
}

export function Field(props: FieldProps) {
  const {
    label,
    error,
    hint,
    optional,
    labelHidden,
    icon: Glyph,
    keys,
    placeholder,
    required,
    readOnly,
    disabled,
    ...rest
  } = props;
  return (
    <TextField
      {...rest}
      isRequired={required}
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
      <Group className={css.box}>
        {Glyph && <Glyph size={16} className={css.icon} />}
        <Input className={css.input} placeholder={placeholder} aria-keyshortcuts={ariaKeys(keys)} />
        {error && <CircleAlert size={16} className={css.alert} />}
        {keys && <KeyCap keys={keys} />}
      </Group>
      {hint && !error && (
        <Text slot="description" className={css.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={cx(css.error)}>{error}</FieldError>
    </TextField>
  );
}
