import css from "./BigTick.module.css";

/** Says "done" above a title. Decoration. */
export function BigTick() {
  return (
    <span className={css.disc} aria-hidden="true">
      <svg viewBox="0 0 24 24" aria-hidden="true" className={css.tick}>
        <path d="m4 12.5 5 5L20 7" pathLength="1" />
      </svg>
    </span>
  );
}
