import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { cx } from "#/ui/cx";
import type { Icon } from "#/ui/icon";
import { Tag } from "#/ui/Tag";
import css from "./FileRow.module.css";
import { fileIcon } from "./fileIcon";
import { type Tie, TieMark } from "./TieMark";

export interface FileRowProps {
  name: string;
  /** Instead of the one its ending tells. */
  icon?: Icon;
  /** The newest version: says "Latest". */
  latest?: boolean;
  /** More tags: a `Tag`. */
  tag?: ReactNode;
  /** A second line: "Version 3, Feb 26 · 14 pages". */
  detail?: ReactNode;
  /** Facts at the end, each in its own column: `["6 pages", "412 KB"]`. */
  facts?: readonly string[];
  tie?: Tie;
  /** Opens the file; the name becomes a button. */
  onOpen?: () => void;
  /** An IconButton or ButtonLink at the very end. */
  action?: ReactNode;
  /** `line` for lists on the desktop, `entry` for a few in a narrow pane, `tile` with an icon tile for the portal. */
  look?: "line" | "entry" | "tile";
  dimmed?: boolean;
}

/** A file in a list. */
export function FileRow(props: FileRowProps) {
  const { name, icon, latest, tag, detail, facts = [], tie, onOpen, action, look = "line", dimmed } = props;
  const Glyph = icon ?? fileIcon(name);
  return (
    <div className={cx(css.row, css[look], dimmed && css.dimmed)}>
      <span className={look === "tile" ? css.iconTile : css.icon}>
        <Glyph size={16} />
      </span>
      <span className={css.words}>
        <span className={css.first}>
          {onOpen ? (
            <Button className={css.open} onPress={onOpen}>
              {name}
            </Button>
          ) : (
            <span className={css.name}>{name}</span>
          )}
          {latest && <Tag tone="accent">Latest</Tag>}
          {tag}
        </span>
        {detail && <span className={css.detail}>{detail}</span>}
      </span>
      {facts.map((fact) => (
        <span key={fact} className={css.fact}>
          {fact}
        </span>
      ))}
      {tie && <TieMark tie={tie} />}
      {action}
    </div>
  );
}
