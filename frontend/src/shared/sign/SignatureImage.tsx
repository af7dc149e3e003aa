import "#/styles/signature.css";
import css from "./SignatureImage.module.css";
import { inkBox, type Signature, strokePath } from "./signature";

export interface SignatureImageProps {
  signature: Signature;
}

/** A signature as it will stand on the page, in ink, filling the height it is given. */
export function SignatureImage({ signature }: SignatureImageProps) {
  const label = `Signature of ${signature.name}`;
  if (signature.kind === "typed") {
    return (
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${Math.max(60, signature.name.length * 15)} 40`}
        className={css.image}
      >
        <text x="2" y="29" className={css.hand}>
          {signature.name}
        </text>
      </svg>
    );
  }
  const { width, height, strokes } = signature;
  return (
    <svg role="img" aria-label={label} viewBox={inkBox(width, height, strokes)} className={css.image}>
      {strokes.map((stroke, place) => (
        // Strokes are only ever added at the end.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <path key={place} d={strokePath(stroke)} className={css.stroke} />
      ))}
    </svg>
  );
}
