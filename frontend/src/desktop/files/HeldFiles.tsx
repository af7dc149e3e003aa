import { useRef } from "react";
import { fileIcon } from "#/shared/fileIcon";
import { useScrollFocus } from "#/ui/useScrollFocus";
import css from "./Files.module.css";

/** The files that somebody has to decide about. */
export function HeldFiles({ label, names }: { label: string; names: readonly string[] }) {
  const list = useRef<HTMLUListElement>(null);
  const scrolls = useScrollFocus(list);
  return (
    <ul ref={list} tabIndex={scrolls ? 0 : undefined} aria-label={label} className={css.missing}>
      {names.map((name) => (
        <HeldFile key={name} name={name} />
      ))}
    </ul>
  );
}

function HeldFile({ name }: { name: string }) {
  const Glyph = fileIcon(name);
  return (
    <li>
      <Glyph size={16} /> {name}
    </li>
  );
}
