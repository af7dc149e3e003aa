import type { ReactNode } from "react";
import { Switch as AriaSwitch } from "react-aria-components/Switch";
import { cx } from "./cx";
import css from "./Switch.module.css";

export interface SwitchProps {
  children?: ReactNode;
  checked: boolean;
  onChange?: (checked: boolean) => void;
  /** A figure or example drawn before the switch ("41 pages"). */
  detail?: ReactNode;
  disabled?: boolean;
  /** Label on the left, switch on the right, as in a list of settings. */
  spread?: boolean;
  "aria-label"?: string;
}

/** Takes effect at once. For something that waits for Save, use a checkbox. */
export function Switch({ children, checked, detail, disabled, spread, ...rest }: SwitchProps) {
  return (
    <AriaSwitch
      {...rest}
      isSelected={checked}
      isDisabled={disabled}
      className={cx(css.switch, spread && css.spread)}
    >
      <span className={css.track}>
        <span className={css.thumb} />
      </span>
      {children && <span className={css.label}>{children}</span>}
      {detail && <span className={css.detail}>{detail}</span>}
    </AriaSwitch>
  );
}
