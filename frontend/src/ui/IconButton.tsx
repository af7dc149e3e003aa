import { Button as AriaButton } from "react-aria-components/Button";
import { cx } from "./cx";
import css from "./IconButton.module.css";
import type { Icon } from "./icon";
import type { Key } from "./keys";
import { Tooltip } from "./Tooltip";
import { buttonWithKeys } from "./withKeys";

export interface IconButtonProps {
  /** What it does; read aloud and shown as a tooltip. */
  label: string;
  icon: Icon;
  keys?: readonly Key[];
  /** `box` draws a border, `primary` fills it. */
  look?: "plain" | "box" | "primary";
  size?: "small" | "normal";
  /** A dot that says something is new; name it in `label`. */
  dot?: boolean;
  disabled?: boolean;
  slot?: string;
  onPress?: () => void;
}

export function IconButton({
  label,
  icon: Glyph,
  keys,
  look = "plain",
  size = "normal",
  dot,
  disabled,
  slot,
  onPress,
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <AriaButton
        aria-label={label}
        render={buttonWithKeys(keys)}
        isDisabled={disabled}
        slot={slot}
        onPress={onPress}
        className={cx(css.button, css[look], css[size])}
      >
        <Glyph size={16} />
        {dot && <span className={css.dot} />}
      </AriaButton>
    </Tooltip>
  );
}
