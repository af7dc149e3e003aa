import type { ReactNode } from "react";
import { Link as AriaLink } from "react-aria-components/Link";
import { cx } from "./cx";
import css from "./Link.module.css";

export interface LinkProps {
  href: string;
  children: ReactNode;
  /** `text` is underlined inside a sentence; `quiet` stands alone in accent; `bare` brings no look. */
  look?: "text" | "quiet" | "bare";
  className?: string;
  "aria-current"?: "page" | "step" | undefined;
  "aria-label"?: string;
}

/** A link that goes through the app's router, see `Navigation`. */
export function Link({ look = "text", className, ...rest }: LinkProps) {
  return <AriaLink {...rest} className={cx(css.link, css[look], className)} />;
}
