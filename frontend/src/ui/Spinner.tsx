import css from "./Spinner.module.css";

const spokes = [0, 45, 90, 135, 180, 225, 270, 315];

/** Eight spokes that say "working". Decoration: the words beside it carry the meaning. */
export function Spinner() {
  return (
    <svg className={css.spinner} viewBox="0 0 16 16" aria-hidden="true">
      {spokes.map((angle) => (
        <path key={angle} d="M8 1.6v2.8" transform={`rotate(${angle} 8 8)`} />
      ))}
    </svg>
  );
}
