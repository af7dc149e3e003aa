import css from "./Avatar.module.css";
import { cx } from "./cx";

export interface AvatarProps {
  /** The whole name; its initials are drawn, and it is read aloud unless `decorative`. */
  name: string;
  /** `person` is a round of the office, `client` a tinted square. */
  kind?: "person" | "client";
  size?: "small" | "normal" | "large";
  /** The name stands beside it already. */
  decorative?: boolean;
}

/** First letters of the first and the last word, e.g. "Ruth Adeyemi" is RA. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w));
  const letter = (w: string | undefined) => w?.match(/[\p{L}\p{N}]/u)?.[0] ?? "";
  return (letter(words[0]) + (words.length > 1 ? letter(words.at(-1)) : "")).toUpperCase();
}

/** The letters are drawn by the style sheet, so that they never become part of a name that is read. */
export function Avatar({ name, kind = "person", size = "normal", decorative }: AvatarProps) {
  const label = decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name };
  return <span {...label} data-letters={initials(name)} className={cx(css.avatar, css[kind], css[size])} />;
}
