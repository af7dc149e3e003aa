const locale = "en-US";
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([zone, options]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
}

/** A calendar day has no zone; it is read and written in UTC so that it never slips. */
function calendarDay(day: string): Date | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
}

export type When = string | Date;

interface Moment {
  date: Date;
  zone: string | undefined;
}

/** A day ("2026-03-06") stays that day everywhere; an instant (RFC 3339) is shown in `zone`, by default the reader's. */
function moment(when: When, zone?: string): Moment {
  if (when instanceof Date) return { date: when, zone };
  const day = calendarDay(when);
  return day ? { date: day, zone: "UTC" } : { date: new Date(when), zone };
}

/** "Mar 6"; with the year when it is not the one of `now`: "Mar 6, 2025". */
export function shortDate(when: When, now: Date = new Date(), zone?: string): string {
  const m = moment(when, zone);
  const year = (date: Date, z: string | undefined) => format(z, { year: "numeric" }).format(date);
  const same = year(m.date, m.zone) === year(now, zone);
  return format(m.zone, { month: "short", day: "numeric", ...(same ? {} : { year: "numeric" }) }).format(
    m.date,
  );
}

/** "Friday, Mar 6": for days that are near. */
export function weekdayDate(when: When, zone?: string): string {
  const m = moment(when, zone);
  return format(m.zone, { weekday: "long", month: "short", day: "numeric" }).format(m.date);
}

/** "Thursday, March 12, 2026" */
export function longDate(when: When, zone?: string): string {
  const m = moment(when, zone);
  return format(m.zone, { weekday: "long", month: "long", day: "numeric", year: "numeric" }).format(m.date);
}

/** "2:28 PM" */
export function clock(when: When, zone?: string): string {
  return plainSpace(format(zone, { hour: "numeric", minute: "2-digit" }).format(moment(when).date));
}

/** "Thursday, March 12, 2026, 9:18 AM EDT": for receipts and certificates, always with its zone. */
export function stamp(when: When, zone?: string): string {
  const { date } = moment(when);
  const time = format(zone, { hour: "numeric", minute: "2-digit", timeZoneName: "short" }).format(date);
  return `${longDate(date, zone)}, ${plainSpace(time)}`;
}

/** "2:28 PM" today, "Yesterday", then "Mar 2". */
export function listTime(when: When, now: Date = new Date(), zone?: string): string {
  const days = daysBetween(dayOf(when, zone), dayOf(now, zone));
  if (days === 0) return calendarOnly(when) ? "Today" : clock(when, zone);
  if (days === 1) return "Yesterday";
  return shortDate(when, now, zone);
}

/** "today at 2:41 PM", "yesterday at 9:02 AM", "Mar 2 at 11:00 AM" */
export function dayAndTime(when: When, now: Date = new Date(), zone?: string): string {
  const days = daysBetween(dayOf(when, zone), dayOf(now, zone));
  const day = days === 0 ? "today" : days === 1 ? "yesterday" : shortDate(when, now, zone);
  return `${day} at ${clock(when, zone)}`;
}

/** "2 s ago", "4 min ago", "1 h ago", "3 d ago" */
export function ago(when: When, now: Date = new Date()): string {
  return `${span(now.getTime() - moment(when).date.getTime())} ago`;
}

/** "2 s", "4 min", "1 h", "3 d" */
export function span(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86_400)} d`;
}

/** Whole days from one to the other, negative when `to` is earlier. Both "2026-03-06". */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The calendar day of an instant in a zone, as "2026-03-06". */
export function dayOf(when: When, zone?: string): string {
  const m = moment(when, zone);
  const parts = format(m.zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(m.date);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** "412 KB", "2.4 MB": powers of 1024, as file managers on Windows show them. */
export function fileSize(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 1 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** "1.5 of 2.4 MB": both in the unit of the whole. */
export function sizeOf(done: number, total: number): string {
  const whole = fileSize(total);
  const [figure = "", unit = "B"] = whole.split(" ");
  const scale = 1024 ** ["B", "KB", "MB", "GB", "TB"].indexOf(unit);
  return `${(done / scale).toFixed(figure.includes(".") ? 1 : 0)} of ${whole}`;
}

/** "1 file", "3 files", "0 files"; an irregular plural is given. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${wholeNumber(n)} ${n === 1 ? one : many}`;
}

/** "1,229,597" with a true minus sign. */
export function wholeNumber(n: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(n).replace("-", "\u2212");
}

/** "$86,905", "−$120": whole dollars from cents. */
export function dollars(cents: number): string {
  const text = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    maximumFractionDigits: cents % 100 ? 2 : 0,
  });
  return text.format(cents / 100).replace("-", "\u2212");
}

/** "Tom, Priya and Dana" */
export function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function calendarOnly(when: When): boolean {
  return typeof when === "string" && calendarDay(when) !== null;
}

/** Newer engines put a narrow no-break space before AM; plain text compares and reads better. */
function plainSpace(text: string): string {
  return text.replace(/[\u202f\u00a0]/g, " ");
}
