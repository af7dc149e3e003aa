import { ArrowLeft } from "lucide-react";
import css from "./BackLink.module.css";
import { Link } from "./Link";

export interface BackLinkProps {
  href: string;
  /** Where it goes: "Home". */
  children: string;
}

/** The way back, above a title. */
export function BackLink({ href, children }: BackLinkProps) {
  return (
    <Link look="bare" href={href} className={css.back}>
      <ArrowLeft size={16} />
      {children}
    </Link>
  );
}
