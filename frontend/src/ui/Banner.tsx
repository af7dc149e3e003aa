import { CircleAlert, CloudOff, Info } from "lucide-react";
import type { ReactNode } from "react";
import css from "./Banner.module.css";
import { cx } from "./cx";
import type { Icon } from "./icon";

export interface BannerProps {
  tone: "warn" | "danger" | "info";
  title: string;
  children?: ReactNode;
  icon?: Icon;
  /** A count in a tag, before the one link. */
  detail?: ReactNode;
  /** One Button with `look="link"`. */
  action?: ReactNode;
}

const icons = { warn: CloudOff, danger: CircleAlert, info: Info };

/** A condition of the whole app: offline, share gone, update ready. One line, one link. */
export function Banner({ tone, title, children, icon, detail, action }: BannerProps) {
  const Glyph = icon ?? icons[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={cx(css.banner, css[tone])}>
      <Glyph size={16} className={css.icon} />
      <p className={css.text}>
        <strong>{title}</strong> {children}
      </p>
      {detail}
      {action && <span className={css.action}>{action}</span>}
    </div>
  );
}
