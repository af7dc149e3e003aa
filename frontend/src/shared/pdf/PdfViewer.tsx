import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { Hidden } from "#/ui/Hidden";
import { Skeleton } from "#/ui/Skeleton";
import type { Point, View } from "./geometry";
import { PdfPage } from "./PdfPage";
import { PdfThumbs, type PdfThumbsProps } from "./PdfThumbs";
import { nextZoom, PdfToolbar } from "./PdfToolbar";
import css from "./PdfViewer.module.css";
import { pressMiddle, usePages } from "./usePages";
import { type PageSize, usePdf } from "./usePdf";
import { useZoom } from "./useZoom";

export interface PdfViewerProps {
  /** Of this origin; should answer Range requests. */
  url: string;
  /** Opens a locked file. */
  password?: string;
  /** The page to show; the viewer scrolls there when it changes. From 1. */
  page?: number;
  /** The page in sight has changed, by scrolling or by a tool. */
  onPage?: (page: number) => void;
  /** Called once, when the number of pages is known. */
  onReady?: (pages: number) => void;
  /** `fit` follows the width; 1 is the paper's own size. */
  initialZoom?: number | "fit";
  /** Parts of the toolbar before the page and after the zoom. */
  toolbarStart?: ReactNode;
  toolbarEnd?: ReactNode;
  /** The rail of small pages; what to write and count on each. */
  thumbs?: Pick<PdfThumbsProps, "label" | "notes">;
  /** While set, a press on a page (or Enter, for the middle of what is in sight) names a place. */
  onPoint?: (point: Point, view: View) => void;
  /** A SidePane beside the pages, under the toolbar. */
  aside?: ReactNode;
  /** What stands on a page: a PinsLayer, a FieldsLayer. */
  overlay?: (page: number, view: View) => ReactNode;
}

/** A PDF with its tools. Fills the space it is given; each page is read when it comes near. */
export function PdfViewer(props: PdfViewerProps) {
  const [attempt, setAttempt] = useState(0);
  const pdf = usePdf(props.url, attempt, props.password);
  const { onReady } = props;
  const pages = pdf.status === "ready" ? pdf.document.numPages : 0;
  useEffect(() => {
    if (pages) onReady?.(pages);
  }, [pages, onReady]);
  if (pdf.status === "failed") {
    return (
      <div className={css.state}>
        <ErrorBox
          title={pdf.error.message}
          actions={
            <Button size="small" onPress={() => setAttempt(attempt + 1)}>
              Try again
            </Button>
          }
        >
          {pdf.error.code === "unreachable"
            ? "Nothing was lost. It may be a matter of the connection."
            : "The file itself is kept as it is."}
        </ErrorBox>
      </div>
    );
  }
  if (pdf.status === "loading") {
    return (
      <div className={css.state} role="status">
        <Hidden>Opening the document</Hidden>
        <Skeleton of="card" rows={3} />
      </div>
    );
  }
  return <OpenViewer {...props} key={props.url} document={pdf.document} guess={pdf.firstPage} />;
}

type OpenProps = PdfViewerProps & { document: PDFDocumentProxy; guess: PageSize };

function OpenViewer(props: OpenProps) {
  const { document, guess, page: wanted = 1, onPage, initialZoom = "fit", thumbs, onPoint, overlay } = props;
  const scroller = useRef<HTMLElement>(null);
  const pages = document.numPages;
  const { zoom, scale, measured, setZoom } = useZoom(scroller, guess.width, initialZoom);
  const { shown, goTo, onScroll } = usePages(scroller, pages, wanted, onPage, { scale, measured });

  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "PageDown") goTo(shown + 1);
    else if (event.key === "PageUp") goTo(shown - 1);
    else if (event.key === "Home") goTo(1);
    else if (event.key === "End") goTo(pages);
    else if (event.key === "+" || event.key === "=") setZoom(nextZoom(zoom, 1));
    else if (event.key === "-") setZoom(nextZoom(zoom, -1));
    else if (event.key === "Enter" && onPoint) pressMiddle(scroller.current, shown);
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.viewer}>
      <PdfToolbar
        page={shown}
        pages={pages}
        onPage={goTo}
        zoom={zoom}
        onZoom={setZoom}
        start={props.toolbarStart}
        end={props.toolbarEnd}
      />
      <span role="status">
        <Hidden>{`page ${shown} of ${pages}`}</Hidden>
      </span>
      <div className={css.desk}>
        {thumbs && <PdfThumbs document={document} current={shown} onPage={goTo} guess={guess} {...thumbs} />}
        <section
          ref={scroller}
          data-scroller
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
          tabIndex={0}
          aria-label="Document"
          className={css.pages}
          onKeyDown={keys}
          onScroll={onScroll}
        >
          {Array.from({ length: pages }, (_, i) => i + 1).map((number) => (
            <PdfPage
              key={number}
              document={document}
              number={number}
              scale={scale}
              guess={guess}
              onPoint={onPoint}
              overlay={overlay && ((view) => overlay(number, view))}
            />
          ))}
        </section>
        {props.aside}
      </div>
    </div>
  );
}
