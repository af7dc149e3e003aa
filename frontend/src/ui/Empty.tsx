import { CheckCheck } from "lucide-react";
import type { ReactNode } from "react";
import css from "./Empty.module.css";
import type { Icon } from "./icon";

export interface EmptyProps {
  /** One line of fact: "Nothing needs you." */
  title: string;
  /** One line of meaning. */
  children?: ReactNode;
  icon?: Icon;
  /** At most one link. */
  action?: ReactNode;
  /** Draws a box around it. */
  boxed?: boolean;
}

export function Empty({ title, children, icon: Glyph = CheckCheck, action, boxed }: EmptyProps) {
  return (
    <div className={boxed ? `${css.empty} ${css.boxed}` : css.empty}>
      <Glyph size={20} className={css.icon} />
      <p className={css.title}>{title}</p>
      {children && <p className={css.meaning}>{children}</p>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}
