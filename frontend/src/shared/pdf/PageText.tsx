import { type PDFPageProxy, TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef } from "react";
import css from "./PdfPage.module.css";

/** The words of the page over its picture: selectable, and read in order by screen readers. */
export function PageText({ page, scale }: { page: PDFPageProxy; scale: number }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const container = ref.current;
    if (!container) return;
    container.replaceChildren();
    const layer = new TextLayer({
      textContentSource: page.streamTextContent({ includeMarkedContent: true }),
      container,
      viewport: page.getViewport({ scale }),
    });
    // A page without readable text stays a picture.
    layer.render().catch(() => undefined);
    return () => layer.cancel();
  }, [page, scale]);
  return <div ref={ref} className={css.text} />;
}
