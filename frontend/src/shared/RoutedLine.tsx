import { Route } from "lucide-react";
import type { ReactNode } from "react";
import css from "./RoutedLine.module.css";

export interface RoutedLineProps {
  /** "Routed to you." */
  title: string;
  /** Why, and who is next: "Tom prepares this engagement but is away until 4:00 PM …" */
  children: ReactNode;
  /** A Button with `look="link"`. */
  action?: ReactNode;
}

/** Why a message came to its reader. Always shown above a thread. */
export function RoutedLine({ title, children, action }: RoutedLineProps) {
  return (
    <div className={css.line}>
      <Route size={16} className={css.sign} />
      <p className={css.why}>
        <strong>{title}</strong> {children}
      </p>
      {action}
    </div>
  );
}
