import { Check, FileDown, FilePenLine, MessageSquareText } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import css from "./RequestRow.module.css";
import { StatusGlyph } from "./StatusGlyph";

/** How far one request is: asked, overdue, sent in, answered in words, sent back, accepted. */
export type RequestState = "asked" | "overdue" | "received" | "answered" | "fix" | "accepted";

export interface RequestRowProps {
  title: string;
  state: RequestState;
  /** "Asked Feb 24 · 7 days", "3 files · 2:28 PM", "Accepted Feb 18" */
  detail: ReactNode;
  /** A small Button, for the row that waits for the office. */
  action?: ReactNode;
  queued?: boolean;
}

const spoken: Record<RequestState, string> = {
  asked: "Asked",
  overdue: "Overdue",
  received: "Received, to check",
  answered: "Answered",
  fix: "Sent back for a fix",
  accepted: "Accepted",
};

function Sign({ state }: { state: RequestState }) {
  switch (state) {
    case "asked":
    case "overdue":
      return <StatusGlyph status="waiting" />;
    case "received":
      return <FileDown size={16} className={css.accent} />;
    case "answered":
      return <MessageSquareText size={16} className={css.accent} />;
    case "fix":
      return <FilePenLine size={16} className={css.warn} />;
    case "accepted":
      return <Check size={16} className={css.accent} />;
  }
}

/** One item of the provided-by-client list, for the office. */
export function RequestRow({ title, state, detail, action, queued }: RequestRowProps) {
  const open = state !== "accepted" && state !== "answered";
  return (
    <div className={css.row}>
      <span className={css.sign}>
        <Sign state={state} />
        <Hidden>{spoken[state]}: </Hidden>
      </span>
      <span className={css.words}>
        <span className={cx(css.title, open && css.open)}>{title}</span>
        <span
          className={cx(
            css.detail,
            (state === "asked" || state === "overdue" || state === "fix") && css.warn,
          )}
        >
          {detail}
          {queued && <span className={css.warn}> · queued</span>}
        </span>
      </span>
      {action}
    </div>
  );
}
