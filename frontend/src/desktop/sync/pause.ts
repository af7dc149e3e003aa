export const pauseChoices: readonly { id: string; label: string }[] = [
  { id: "hour", label: "For an hour" },
  { id: "morning", label: "Until tomorrow at 8:00 AM" },
  { id: "resumed", label: "Until I resume" },
];

/** When sending goes on, by this computer's clock and calendar, as RFC 3339; "" is when somebody resumes. */
export function pauseUntil(choice: string, now: Date): string {
  if (choice === "resumed") return "";
  const until = new Date(now);
  if (choice === "hour") {
    until.setTime(now.getTime() + 3_600_000);
    return until.toISOString();
  }
  until.setDate(until.getDate() + 1);
  until.setHours(8, 0, 0, 0);
  return until.toISOString();
}

/** KB a second that somebody wrote, in bytes: 0 for no limit, and undefined for what is no number. */
export function bytesOf(kilobytes: string): number | undefined {
  const text = kilobytes.trim();
  if (text === "") return 0;
  return /^\d{1,9}$/.test(text) ? Number(text) * 1000 : undefined;
}
