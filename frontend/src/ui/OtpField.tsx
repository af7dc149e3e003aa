import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { cx } from "./cx";
import field from "./Field.module.css";
import css from "./OtpField.module.css";

export interface OtpFieldProps {
  label: string;
  labelHidden?: boolean;
  /** Digits only; anything else that is typed or pasted is dropped. */
  value: string;
  onChange: (digits: string) => void;
  /** Called once when the last digit is in. */
  onComplete?: (digits: string) => void;
  length?: number;
  error?: string;
  disabled?: boolean;
  autoFocus?: boolean;
}

/** One real input, drawn as boxes: pasting, autofill from a text message and dictation all work. */
export function OtpField({
  label,
  labelHidden,
  value,
  onChange,
  onComplete,
  length = 6,
  error,
  disabled,
  autoFocus,
}: OtpFieldProps) {
  const change = (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, length);
    onChange(digits);
    if (digits.length === length && digits !== value) onComplete?.(digits);
  };
  const boxes = Array.from({ length }, (_, place) => place);
  return (
    <TextField
      value={value}
      onChange={change}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
      autoComplete="one-time-code"
      inputMode="numeric"
      autoFocus={autoFocus}
      aria-label={labelHidden ? label : undefined}
      className={field.field}
    >
      {!labelHidden && <Label className={field.label}>{label}</Label>}
      <div className={css.code}>
        <Input className={css.input} />
        {boxes.map((place) => (
          <span
            key={place}
            aria-hidden="true"
            className={cx(
              css.box,
              place === Math.min(value.length, length - 1) && css.next,
              error && css.wrong,
            )}
          >
            {value[place]}
          </span>
        ))}
      </div>
      <FieldError className={field.error}>{error}</FieldError>
    </TextField>
  );
}
