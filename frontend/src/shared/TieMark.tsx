import { CirclePause, Clock, Lock, MonitorSmartphone, PencilLine, RefreshCw, Undo2 } from "lucide-react";
import { useState } from "react";
import { Tooltip } from "#/ui/Tooltip";
import css from "./TieMark.module.css";

/** How the share and the portal stand to each other for one file. */
export type Tie =
  | { kind: "tied" }
  | { kind: "moving"; percent: number }
  | { kind: "settle" }
  | { kind: "waiting" }
  /** A program has it open. */
  | { kind: "open" }
  /** Not sent as it is: empty, too big, one of two like names. */
  | { kind: "held" }
  | { kind: "withdrawn" }
  /** The client has it and the share does not. */
  | { kind: "client-only" }
  | { kind: "private" };

const words: Record<Tie["kind"], string> = {
  tied: "Tied out: both sides match",
  moving: "Moving",
  settle: "To settle",
  waiting: "Waiting to go",
  open: "Waits for a program to close it",
  held: "Held",
  withdrawn: "Withdrawn",
  "client-only": "With the client only",
  private: "Private: never leaves the share",
};

export interface TieMarkProps {
  tie: Tie;
  /** Both versions and their times, for the tooltip. */
  detail?: string;
  /** Writes the words beside the sign. */
  labelled?: boolean;
}

/** One sign of the tie column. */
export function TieMark({ tie, detail, labelled }: TieMarkProps) {
  const [before, setBefore] = useState(tie.kind);
  const [drawn, setDrawn] = useState(false);
  if (before !== tie.kind) {
    setBefore(tie.kind);
    setDrawn(tie.kind === "tied");
  }
  const name = tie.kind === "moving" ? `Moving, ${Math.round(tie.percent)}%` : words[tie.kind];
  const full = detail ? `${name}. ${detail}` : name;
  const sign = <Sign tie={tie} drawn={drawn} />;
  if (labelled) {
    return (
      <span className={css.labelled} data-kind={tie.kind}>
        {sign}
        {tie.kind === "private" ? "Private" : name}
      </span>
    );
  }
  return (
    <Tooltip name={full} text={full}>
      <span className={css.mark} data-kind={tie.kind}>
        {sign}
      </span>
    </Tooltip>
  );
}

function Sign({ tie, drawn }: { tie: Tie; drawn: boolean }) {
  switch (tie.kind) {
    case "tied":
      return (
        <svg viewBox="0 0 16 16" aria-hidden="true" className={drawn ? css.drawn : css.tick}>
          <path d="m3 8.6 3.2 3.2L13 4.6" pathLength="1" />
        </svg>
      );
    case "settle":
      return (
        <svg viewBox="0 0 16 16" aria-hidden="true" className={css.tick}>
          <path d="M3 6h10M3 10h10M11 3 5 13" />
        </svg>
      );
    case "moving":
      return <RefreshCw size={14} className={css.moving} />;
    case "waiting":
      return <Clock size={14} />;
    case "open":
      return <PencilLine size={14} />;
    case "held":
      return <CirclePause size={14} />;
    case "withdrawn":
      return <Undo2 size={14} />;
    case "client-only":
      return <MonitorSmartphone size={14} />;
    case "private":
      return <Lock size={14} />;
  }
}
