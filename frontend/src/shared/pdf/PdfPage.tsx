import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "#/ui/cx";
import { type Point, toPoint, type View } from "./geometry";
import { PageCanvas } from "./PageCanvas";
import { PageText } from "./PageText";
import css from "./PdfPage.module.css";
import { useNear } from "./useNear";
import type { PageSize } from "./usePdf";

export interface PdfPageProps {
  document: PDFDocumentProxy;
  number: number;
  /** CSS pixels per point. */
  scale: number;
  /** Its size until it is read. */
  guess: PageSize;
  /** A press on the page names its place; the pointer becomes a cross. */
  onPoint?: (point: Point, view: View) => void;
  /** What stands on the page: pins, fields. */
  overlay?: (view: View) => ReactNode;
}

/** One page: paper at once, picture and words when it comes near. */
export function PdfPage({ document, number, scale, guess, onPoint, overlay }: PdfPageProps) {
  const ref = useRef<HTMLElement>(null);
  const near = useNear(ref);
  const page = usePage(document, number, near);
  const view = page?.getViewport({ scale });
  const size = view ?? { width: guess.width * scale, height: guess.height * scale };
  const press = (event: MouseEvent<HTMLElement>) => {
    if (!view || !onPoint) return;
    const paper = event.currentTarget.getBoundingClientRect();
    onPoint(toPoint(view, number, event.clientX - paper.left, event.clientY - paper.top), view);
  };
  return (
    // The keyboard's twin of pressing on a page is the viewer's own key.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <section
      ref={ref}
      data-page={number}
      aria-label={`Page ${number} of ${document.numPages}`}
      className={cx(css.page, onPoint && css.pointing)}
      style={{
        width: size.width,
        height: size.height,
        "--total-scale-factor": scale * (page?.userUnit ?? 1),
      }}
      onClick={onPoint && press}
    >
      {page && view && near && (
        <>
          <PageCanvas page={page} scale={scale} />
          <PageText page={page} scale={scale} />
          {overlay?.(view)}
        </>
      )}
    </section>
  );
}

/** The page once it has been near; kept after that, for its size. */
function usePage(document: PDFDocumentProxy, number: number, near: boolean): PDFPageProxy | null {
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  useEffect(() => {
    if (!near) return;
    let gone = false;
    document
      .getPage(number)
      .then((read) => !gone && setPage(read))
      // A page that cannot be read stays blank paper; the others are shown.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [document, number, near]);
  return page;
}
