import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { IconButton } from "#/ui/IconButton";
import css from "./PdfToolbar.module.css";

export interface PdfToolbarProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
  /** 1 is the paper's own size. */
  zoom: number;
  onZoom: (zoom: number) => void;
  /** Before the page: a way back, a title, a chip. */
  start?: ReactNode;
  /** After the zoom: Buttons with `look="plain"`. */
  end?: ReactNode;
}

const steps = [0.5, 0.67, 0.75, 0.9, 1, 1.16, 1.25, 1.5, 2, 3, 4];

/** The next step of zoom in a direction. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const further =
    direction === 1 ? steps.find((s) => s > zoom + 0.01) : steps.findLast((s) => s < zoom - 0.01);
  return further ?? zoom;
}

export function PdfToolbar({ page, pages, onPage, zoom, onZoom, start, end }: PdfToolbarProps) {
  return (
    <div className={css.bar}>
      {start && <div className={css.start}>{start}</div>}
      <div role="toolbar" aria-label="Document" className={css.tools}>
        <IconButton
          label="Previous page"
          icon={ChevronLeft}
          keys={["PgUp"]}
          disabled={page <= 1}
          onPress={() => onPage(page - 1)}
        />
        <PageField key={page} page={page} pages={pages} onPage={onPage} />
        <IconButton
          label="Next page"
          icon={ChevronRight}
          keys={["PgDn"]}
          disabled={page >= pages}
          onPress={() => onPage(page + 1)}
        />
        <span className={css.rule} />
        <IconButton label="Zoom out" icon={ZoomOut} keys={["-"]} onPress={() => onZoom(nextZoom(zoom, -1))} />
        <span className={css.zoom}>{Math.round(zoom * 100)}%</span>
        <IconButton label="Zoom in" icon={ZoomIn} keys={["+"]} onPress={() => onZoom(nextZoom(zoom, 1))} />
        {end && <span className={css.rule} />}
        {end}
      </div>
    </div>
  );
}

function PageField({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const [typed, setTyped] = useState(String(page));
  const go = (event?: FormEvent) => {
    event?.preventDefault();
    const wanted = Math.round(Number(typed));
    if (wanted >= 1 && wanted <= pages && wanted !== page) onPage(wanted);
    else setTyped(String(page));
  };
  return (
    <form onSubmit={go} className={css.page}>
      <input
        aria-label={`Page, of ${pages}`}
        inputMode="numeric"
        size={Math.max(1, String(pages).length)}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => go()}
        onFocus={(event) => event.target.select()}
        className={css.number}
      />
      <span className={css.of}>of {pages}</span>
    </form>
  );
}
