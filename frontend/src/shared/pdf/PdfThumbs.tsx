import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { CountBadge } from "#/ui/CountBadge";
import { Hidden } from "#/ui/Hidden";
import { PageCanvas } from "./PageCanvas";
import css from "./PdfThumbs.module.css";
import { useNear } from "./useNear";
import type { PageSize } from "./usePdf";

export interface PdfThumbsProps {
  document: PDFDocumentProxy;
  current: number;
  onPage: (page: number) => void;
  guess: PageSize;
  /** What a page is, beside its number: "1120-S, p. 1". */
  label?: (page: number) => string | undefined;
  /** Open notes on a page. */
  notes?: (page: number) => number;
}

const width = 84;

/** All pages, small. Arrow keys move between them. */
export function PdfThumbs({ document, current, onPage, guess, label, notes }: PdfThumbsProps) {
  const pages = Array.from({ length: document.numPages }, (_, i) => i + 1);
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = current + step;
    if (!step || next < 1 || next > document.numPages) return;
    event.preventDefault();
    onPage(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-thumb="${next}"]`)?.focus();
  };
  return (
    <nav aria-label="Pages" data-scroller className={css.rail} onKeyDown={keys}>
      {pages.map((page) => (
        <button
          key={page}
          type="button"
          data-thumb={page}
          tabIndex={page === current ? 0 : -1}
          aria-current={page === current ? "page" : undefined}
          className={css.thumb}
          onClick={() => onPage(page)}
        >
          <Thumb document={document} page={page} guess={guess} />
          <span className={css.badge}>
            <CountBadge count={notes?.(page) ?? 0} of="open notes" />
          </span>
          <span className={css.label}>
            <Hidden>Page </Hidden>
            <strong>{page}</strong> {label?.(page)}
          </span>
        </button>
      ))}
    </nav>
  );
}

function Thumb({
  document,
  page: number,
  guess,
}: {
  document: PDFDocumentProxy;
  page: number;
  guess: PageSize;
}) {
  const ref = useRef<HTMLSpanElement>(null);
  const near = useNear(ref);
  const [page, setPage] = useState<Awaited<ReturnType<PDFDocumentProxy["getPage"]>> | null>(null);
  useEffect(() => {
    let gone = false;
    if (near) {
      document
        .getPage(number)
        .then((read) => !gone && setPage(read))
        .catch(() => undefined);
    }
    return () => {
      gone = true;
    };
  }, [document, number, near]);
  const size = page?.getViewport({ scale: 1 }) ?? guess;
  const scale = width / size.width;
  return (
    <span ref={ref} className={css.paper} style={{ width, height: size.height * scale }}>
      {page && near && <PageCanvas page={page} scale={scale} />}
    </span>
  );
}
