import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import css from "./Button.module.css";
import { cx } from "./cx";
import type { Icon } from "./icon";
import { KeyCap } from "./KeyCap";
import type { Key } from "./keys";
import { Spinner } from "./Spinner";
import { buttonWithKeys } from "./withKeys";

export type ButtonLook = "primary" | "secondary" | "plain" | "link" | "soft" | "danger";
export type ButtonSize = "small" | "normal" | "main";

export interface ButtonProps {
  children: ReactNode;
  /** `primary` once per screen; `link` is accent text without a box; `soft` is tinted. */
  look?: ButtonLook;
  /** `main` is the one tall action of a portal screen. */
  size?: ButtonSize;
  icon?: Icon;
  iconEnd?: Icon;
  /** The shortcut shown on the button, e.g. `["Ctrl", "Enter"]`. The screen binds it with `useShortcuts`. */
  keys?: readonly Key[];
  /** Work is under way: presses are ignored, focus stays. */
  busy?: boolean;
  /** Names the act while busy ("Accepting"); room for it is kept from the start, so the width never jumps. */
  busyLabel?: string;
  /** Only while input is incomplete; otherwise stay enabled and explain. */
  disabled?: boolean;
  /** Fills the width of its container. */
  wide?: boolean;
  type?: "button" | "submit";
  autoFocus?: boolean;
  onPress?: () => void;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-expanded"?: boolean;
}

export function Button({
  children,
  look = "secondary",
  size = "normal",
  icon: LeadIcon,
  iconEnd: EndIcon,
  keys,
  busy = false,
  busyLabel,
  disabled,
  wide,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      isDisabled={disabled}
      isPending={busy}
      render={buttonWithKeys(keys)}
      className={cx(css.button, css[look], css[size], wide && css.wide)}
    >
      {busy ? <Spinner /> : LeadIcon && <LeadIcon size={size === "main" ? 20 : 16} />}
      <span className={css.labels}>
        <span className={cx(busy && busyLabel && css.hidden)}>{children}</span>
        {busyLabel && (
          <span className={cx(!busy && css.hidden)} aria-hidden={!busy}>
            {busyLabel}
          </span>
        )}
      </span>
      {EndIcon && <EndIcon size={size === "main" ? 20 : 16} />}
      {keys && <KeyCap keys={keys} />}
    </AriaButton>
  );
}
