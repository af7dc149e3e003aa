import { type CalendarDate, parseDate } from "@internationalized/date";
import { Calendar as CalendarIcon, ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "react-aria-components/Button";
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
} from "react-aria-components/Calendar";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { DatePicker } from "react-aria-components/DatePicker";
import { Dialog } from "react-aria-components/Dialog";
import { FieldError } from "react-aria-components/FieldError";
import { Group } from "react-aria-components/Group";
import { Heading } from "react-aria-components/Heading";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import css from "./DateField.module.css";
import field from "./Field.module.css";
import menu from "./Menu.module.css";

export interface DateFieldProps {
  label: string;
  /** A calendar day without time or zone, "2026-03-06", or null. */
  value: string | null;
  onChange: (day: string | null) => void;
  error?: string;
  hint?: string;
  min?: string;
  max?: string;
  disabled?: boolean;
}

const day = (iso: string | undefined | null): CalendarDate | null => (iso ? parseDate(iso) : null);

/** A day, typed part by part or picked from a month. */
export function DateField({ label, value, onChange, error, hint, min, max, disabled }: DateFieldProps) {
  return (
    <DatePicker
      value={day(value)}
      onChange={(d) => onChange(d ? d.toString() : null)}
      minValue={day(min)}
      maxValue={day(max)}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
      shouldForceLeadingZeros={false}
      className={field.field}
    >
      <Label className={field.label}>{label}</Label>
      <Group className={field.box}>
        <DateInput className={css.input}>
          {(segment) => <DateSegment segment={segment} className={css.segment} />}
        </DateInput>
        <Button className={css.open}>
          <CalendarIcon size={16} />
        </Button>
      </Group>
      {hint && !error && (
        <Text slot="description" className={field.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={field.error}>{error}</FieldError>
      <Popover className={menu.popover}>
        <Dialog className={css.dialog}>
          <Calendar>
            <header className={css.head}>
              <Button slot="previous" className={css.step}>
                <ChevronLeft size={16} />
              </Button>
              <Heading className={css.month} />
              <Button slot="next" className={css.step}>
                <ChevronRight size={16} />
              </Button>
            </header>
            <CalendarGrid>
              <CalendarGridHeader>
                {(name) => <CalendarHeaderCell className={css.weekday}>{name}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(date) => <CalendarCell date={date} className={css.day} />}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
