import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import css from "./ErrorBox.module.css";

export interface ErrorBoxProps {
  /** What did not happen. */
  title: string;
  /** Why, and what is safe. */
  children?: ReactNode;
  /** What to do: small buttons. */
  actions?: ReactNode;
}

export function ErrorBox({ title, children, actions }: ErrorBoxProps) {
  return (
    <div role="alert" className={css.box}>
      <CircleAlert size={16} className={css.icon} />
      <div>
        <p className={css.title}>{title}</p>
        {children && <p className={css.why}>{children}</p>}
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
    </div>
  );
}
