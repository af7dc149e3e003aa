import type { ReactNode } from "react";
import { Link as AriaLink } from "react-aria-components/Link";
import type { ButtonLook, ButtonSize } from "./Button";
import css from "./Button.module.css";
import { cx } from "./cx";
import type { Icon } from "./icon";

export interface ButtonLinkProps {
  children: ReactNode;
  href: string;
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: Icon;
  iconEnd?: Icon;
  wide?: boolean;
  /** Saves the target under this name instead of opening it. */
  download?: string | boolean;
  "aria-label"?: string;
}

/** Goes somewhere but looks like a button: a real link, so it can be copied and opened elsewhere. */
export function ButtonLink({
  children,
  look = "secondary",
  size = "normal",
  icon: LeadIcon,
  iconEnd: EndIcon,
  wide,
  ...rest
}: ButtonLinkProps) {
  return (
    <AriaLink {...rest} className={cx(css.button, css[look], css[size], wide && css.wide)}>
      {LeadIcon && <LeadIcon size={size === "main" ? 20 : 16} />}
      <span>{children}</span>
      {EndIcon && <EndIcon size={size === "main" ? 20 : 16} />}
    </AriaLink>
  );
}
