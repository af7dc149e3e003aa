import { ArrowDown, ArrowUp, GripVertical, Signature, Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import { cx } from "#/ui/cx";
import { Field } from "#/ui/Field";
import { IconButton } from "#/ui/IconButton";
import { Spinner } from "#/ui/Spinner";
import { Switch } from "#/ui/Switch";
import { Tag } from "#/ui/Tag";
import css from "./Parts.module.css";
import { readPages } from "./pages";
import type { PlanPart } from "./plan";
import type { Reorder } from "./useReorder";

export interface PartRowProps {
  part: PlanPart;
  place: number;
  /** Its file: "K-1 package.pdf". */
  file: string;
  /** Its pages in the package, "4–25"; null while they are read, "" while they cannot be. */
  pages: string | null;
  /** Pages of the file; 0 while they are read. */
  count: number;
  /** Something stops it from being used. */
  stopped: boolean;
  signs: boolean;
  shown: boolean;
  last: boolean;
  grip: ReturnType<Reorder["grip"]>;
  /** A line before or behind it while another is dragged there. */
  landing: "before" | "behind" | null;
  onShow: () => void;
  onMove: (to: number) => void;
  onCopy: (copy: boolean) => void;
  onPages: (pages: string) => void;
  onRemove: () => void;
}

/** A part in its place. Alt and arrows move it, Delete takes it out; shown, it has its buttons. */
export function PartRow(props: PartRowProps) {
  const { part, place, file, pages, count, stopped, signs, shown, last, landing } = props;
  const { onShow, onMove, onCopy, onPages, onRemove } = props;
  const keys = (event: KeyboardEvent) => {
    if (event.altKey && event.key === "ArrowUp") onMove(place - 1);
    else if (event.altKey && event.key === "ArrowDown") onMove(place + 1);
    else if (event.key === "Delete") onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li className={cx(css.part, shown && css.shown, landing && css[landing])}>
      <div className={css.line}>
        <span className={css.grip} {...props.grip} title="Drag to move">
          <GripVertical size={14} />
        </span>
        <button
          type="button"
          data-rove
          data-part={part.key}
          aria-pressed={shown}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          className={css.open}
          onClick={onShow}
          onKeyDown={keys}
        >
          <span className={css.place}>{place + 1}</span>
          <span className={css.names}>
            <span className={css.name}>{part.name}</span>
            <span className={css.file}>{file}</span>
          </span>
          {part.copy && <Tag tone="outline">Copy</Tag>}
          {signs && (
            <Tag tone="accent" icon={Signature}>
              Sign
            </Tag>
          )}
          {stopped && <Tag tone="danger">To fix</Tag>}
          <span className={css.pages}>{pages ?? <Spinner />}</span>
        </button>
      </div>
      {shown && (
        <div className={css.acts}>
          {count > 1 && (
            <Field
              label="Pages"
              value={part.pages}
              placeholder={`all ${count}, or 1-3, 7`}
              maxLength={200}
              onChange={onPages}
              error={readPages(part.pages, count).wrong}
            />
          )}
          <Switch checked={part.copy} onChange={onCopy}>
            “Client copy”
          </Switch>
          <span className={css.push}>
            <IconButton
              label="Move up"
              icon={ArrowUp}
              size="small"
              keys={["Alt", "↑"]}
              disabled={place === 0}
              onPress={() => onMove(place - 1)}
            />
            <IconButton
              label="Move down"
              icon={ArrowDown}
              size="small"
              keys={["Alt", "↓"]}
              disabled={last}
              onPress={() => onMove(place + 1)}
            />
            <IconButton
              label={`Take out ${part.name}`}
              icon={Trash2}
              size="small"
              keys={["Del"]}
              onPress={onRemove}
            />
          </span>
        </div>
      )}
    </li>
  );
}
