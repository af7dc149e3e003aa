import type { ReactNode } from "react";
import type { Icon } from "#/ui/icon";
import css from "./Timeline.module.css";

export interface TimelineEntry {
  id: string;
  icon: Icon;
  /** What happened, naming people: "Ruth sent 3 bank statements". */
  text: ReactNode;
  /** "2:28 PM · Filed, request marked received" */
  detail: ReactNode;
}

export interface TimelineProps {
  label: string;
  /** Newest first. */
  entries: readonly TimelineEntry[];
}

/** What has happened on an engagement. */
export function Timeline({ label, entries }: TimelineProps) {
  return (
    <ol aria-label={label} className={css.timeline}>
      {entries.map(({ id, icon: Glyph, text, detail }) => (
        <li key={id} className={css.entry}>
          <span className={css.sign}>
            <Glyph size={12} />
          </span>
          <span className={css.words}>
            <span>{text}</span>
            <span className={css.detail}>{detail}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
