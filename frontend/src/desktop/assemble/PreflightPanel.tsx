import { Panel } from "#/ui/Panel";
import { type CheckLine, Checklist } from "../review/Checklist";
import { tally } from "../review/checkLines";
import type { Found } from "./preflight";

export interface PreflightPanelProps {
  found: readonly Found[];
  /** Brings what helps: a password, another look, the page, taking the part out. */
  onHelp: (found: Found) => void;
}

const words: Record<NonNullable<Found["help"]>, string> = {
  password: "Give password",
  again: "Try again",
  show: "Show",
  remove: "Take out",
  place: "Place it",
};

/** What was found in the parts, what stops first. */
export function PreflightPanel({ found, onHelp }: PreflightPanelProps) {
  if (found.length === 0) return null;
  const lines = found.map(
    (one): CheckLine => ({
      ...one,
      detail: [one.detail, one.page ? `p. ${one.page}` : ""].filter(Boolean).join(", "),
      act: one.help && { label: words[one.help], onPress: () => onHelp(one) },
    }),
  );
  return (
    <Panel look="bare" title="Preflight" meta={tally(lines)}>
      <Checklist label="Preflight" lines={lines} />
    </Panel>
  );
}
