export interface SnoozeChoice {
  id: string;
  label: string;
}

export const snoozeChoices: readonly SnoozeChoice[] = [
  { id: "later", label: "In three hours" },
  { id: "tomorrow", label: "Tomorrow at 9:00 AM" },
  { id: "monday", label: "Monday at 9:00 AM" },
];

/** When it comes back, by this computer's clock and calendar, as RFC 3339. */
export function snoozeUntil(choice: string, now: Date): string {
  const until = new Date(now);
  if (choice === "later") {
    until.setHours(until.getHours() + 3);
    return until.toISOString();
  }
  const days = choice === "monday" ? (8 - until.getDay()) % 7 || 7 : 1;
  until.setDate(until.getDate() + days);
  until.setHours(9, 0, 0, 0);
  return until.toISOString();
}
