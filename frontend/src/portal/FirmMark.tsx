import css from "./FirmMark.module.css";

export interface FirmName {
  name: string;
  /** Up to three letters. */
  letters: string;
  /** The firm's own picture, from the same origin. */
  logo?: string;
}

/** "L&M" of "Lindqvist & Moore": what stands for a firm without a picture. */
export function firmName(name: string): FirmName {
  const first = name.split(/\s+/).map((word) => Array.from(word)[0] ?? "");
  return { name, letters: first.join("").slice(0, 3).toUpperCase() };
}

/** The firm's sign beside its name. Decoration. */
export function FirmMark({ firm }: { firm: FirmName }) {
  if (firm.logo) return <img src={firm.logo} alt="" className={css.logo} />;
  return (
    <span aria-hidden="true" className={css.letters}>
      {firm.letters}
    </span>
  );
}
