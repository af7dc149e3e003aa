import { ArrowLeft } from "lucide-react";
import { useLocation } from "wouter";
import { StatusChip } from "#/shared/StatusChip";
import { IconButton } from "#/ui/IconButton";
import type { view } from "../api";
import { sign } from "../status";
import css from "./Review.module.css";

export interface DraftTitleProps {
  engagement: view.EngagementRef;
  /** Where Back leads: the queue one came from. */
  back: string;
}

/** Whose package this is, at the start of the toolbar. */
export function DraftTitle({ engagement, back }: DraftTitleProps) {
  const [, navigate] = useLocation();
  return (
    <>
      <IconButton label="Back to the list" icon={ArrowLeft} keys={["Esc"]} onPress={() => navigate(back)} />
      <h1 className={css.title}>
        {engagement.client} · {engagement.title}
      </h1>
      <StatusChip status={sign(engagement.status.code)} />
    </>
  );
}
