import { type PDFPageProxy, RenderingCancelledException } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef } from "react";
import css from "./PdfPage.module.css";

/** More than this only costs memory: twelve million dots is an A4 page at 350 dpi. */
const mostDots = 12_000_000;

/** Dots per CSS pixel: those of the screen, less on very large pages. */
export function density(width: number, height: number, screen: number): number {
  return Math.min(screen, 3, Math.sqrt(mostDots / (width * height)));
}

/** The page as a picture. */
export function PageCanvas({ page, scale }: { page: PDFPageProxy; scale: number }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const plain = page.getViewport({ scale });
    const viewport = page.getViewport({
      scale: scale * density(plain.width, plain.height, window.devicePixelRatio),
    });
    // Drawn aside and put in place at once, so that zooming never flashes white.
    const aside = document.createElement("canvas");
    aside.width = Math.floor(viewport.width);
    aside.height = Math.floor(viewport.height);
    const task = page.render({ canvas: aside, viewport });
    task.promise
      .then(() => {
        canvas.width = aside.width;
        canvas.height = aside.height;
        canvas.getContext("2d")?.drawImage(aside, 0, 0);
        canvas.dataset.drawn = "true";
      })
      .catch((error: unknown) => {
        if (!(error instanceof RenderingCancelledException)) canvas.dataset.drawn = "failed";
      });
    return () => task.cancel();
  }, [page, scale]);
  return (
    <div aria-hidden="true" className={css.picture}>
      <canvas ref={ref} className={css.canvas} />
    </div>
  );
}
