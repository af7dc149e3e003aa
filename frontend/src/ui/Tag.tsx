import type { ReactNode } from "react";
import { cx } from "./cx";
import type { Icon } from "./icon";
import css from "./Tag.module.css";

export interface TagProps {
  children: ReactNode;
  tone?: "outline" | "neutral" | "accent" | "warn" | "danger" | "info";
  icon?: Icon;
}

/** A short fact beside a name: "Latest", "2 notes answered", "Sealed". */
export function Tag({ children, tone = "neutral", icon: Glyph }: TagProps) {
  return (
    <span className={cx(css.tag, css[tone])}>
      {Glyph && <Glyph size={12} />}
      {children}
    </span>
  );
}
