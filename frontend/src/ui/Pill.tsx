import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { cx } from "./cx";
import type { Icon } from "./icon";
import css from "./Pill.module.css";

export interface PillProps {
  icon: Icon;
  title: ReactNode;
  detail?: ReactNode;
  tone?: "neutral" | "warn" | "danger";
  /** Colours the icon alone. */
  iconTone?: "accent" | "info";
  /** With it the pill is a button. */
  onPress?: () => void;
}

/** An icon, a state in bold and one fact about it. */
export function Pill({ icon: Glyph, title, detail, tone = "neutral", iconTone, onPress }: PillProps) {
  const body = (
    <>
      <span className={cx(css.icon, iconTone && css[iconTone])}>
        <Glyph size={14} />
      </span>
      <span className={css.title}>{title}</span>
      {detail && <span className={css.detail}>{detail}</span>}
    </>
  );
  if (!onPress) return <span className={cx(css.pill, css[tone])}>{body}</span>;
  return (
    <AriaButton onPress={onPress} className={cx(css.pill, css[tone])}>
      {body}
    </AriaButton>
  );
}
