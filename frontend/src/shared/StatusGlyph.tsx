import css from "./StatusGlyph.module.css";
import type { Status } from "./status";
import { statusTone } from "./status";

export interface StatusGlyphProps {
  status: Status;
  size?: number;
  /** Drawn grey, as a step still to come. */
  quiet?: boolean;
}

const dash = { strokeDasharray: "1.9 1.75" };

/** A filled slice of the inner disc, clockwise from twelve o'clock. */
function slice(share: number): string {
  const angle = 2 * Math.PI * share;
  const x = 8 + 4 * Math.sin(angle);
  const y = 8 - 4 * Math.cos(angle);
  return `M8 8V4A4 4 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(3)} ${y.toFixed(3)}Z`;
}

function Drawing({ status }: { status: Status }) {
  const ring = <circle cx="8" cy="8" r="6.1" />;
  const dashed = <circle cx="8" cy="8" r="6.1" {...dash} />;
  const filled = (d: string) => <path d={d} fill="currentColor" stroke="none" />;
  switch (status) {
    case "waiting":
      return dashed;
    case "preparing":
      return (
        <>
          {ring}
          {filled(slice(0.25))}
        </>
      );
    case "reviewing":
      return (
        <>
          {ring}
          {filled(slice(0.5))}
        </>
      );
    case "ready":
      return (
        <>
          {ring}
          {filled(slice(0.75))}
        </>
      );
    case "signing":
      return (
        <>
          {dashed}
          <circle cx="8" cy="8" r="2.9" fill="currentColor" stroke="none" />
        </>
      );
    case "complete":
      return (
        <>
          <circle cx="8" cy="8" r="6.7" fill="currentColor" stroke="none" />
          <path className={css.tick} d="m5.2 8.2 2 2 3.7-4" />
        </>
      );
    case "held":
      return (
        <>
          {ring}
          <path d="M6.5 5.8v4.4M9.5 5.8v4.4" />
        </>
      );
    case "extended":
      return (
        <>
          {ring}
          <path d="M8 4.9V8l2.1 1.4" />
        </>
      );
    case "withdrawn":
      return (
        <>
          {ring}
          <path d="M5.4 8h5.2" />
        </>
      );
  }
}

/** The sign of a status. Always beside its words: on its own it is decoration. */
export function StatusGlyph({ status, size = 16, quiet }: StatusGlyphProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={css.glyph}
      style={{ color: quiet ? "var(--line-strong)" : `var(--${statusTone(status)})` }}
    >
      <Drawing status={status} />
    </svg>
  );
}
