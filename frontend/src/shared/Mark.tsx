import css from "./Mark.module.css";

/** Tieout's own sign: a tick over a double rule. Decoration; the name stands beside it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" className={css.mark}>
      <rect width="20" height="20" rx="5" className={css.ground} />
      <path d="m5.6 7.6 2.7 2.7 5.9-6" className={css.tick} />
      <path d="M4.8 13h10.4M4.8 15.8h10.4" className={css.rule} />
    </svg>
  );
}
