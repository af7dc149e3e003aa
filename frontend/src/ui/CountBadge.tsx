import css from "./CountBadge.module.css";

export interface CountBadgeProps {
  count: number;
  /** What is counted, for screen readers: "unread messages". */
  of: string;
}

/** A filled count. Draws nothing at zero. */
export function CountBadge({ count, of }: CountBadgeProps) {
  if (count === 0) return null;
  return (
    <span className={css.badge}>
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className={css.spoken}>
        {count} {of}
      </span>
    </span>
  );
}
