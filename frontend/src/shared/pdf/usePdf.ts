import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useState } from "react";
import { openPdf, PdfError } from "./openPdf";

export type PdfState =
  | { status: "loading" }
  | { status: "ready"; document: PDFDocumentProxy; firstPage: PageSize }
  | { status: "failed"; error: PdfError };

/** Points at scale 1, after rotation. Pages not read yet are taken to be like the first. */
export interface PageSize {
  width: number;
  height: number;
}

function asPdfError(error: unknown): PdfError {
  if (error instanceof PdfError) return error;
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException") return new PdfError("locked", "The document is locked with a password.");
  if (name === "TypeError" || name === "ResponseException")
    return new PdfError("unreachable", "The document could not be fetched.");
  return new PdfError("unreadable", "The file is not a PDF that can be read.");
}

/** The document at `url`, closed again when the component goes or the url changes. */
export function usePdf(url: string, attempt: number, password?: string): PdfState {
  const [state, setState] = useState<PdfState>({ status: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the same url again
  useEffect(() => {
    const stop = new AbortController();
    const opening = openPdf(url, stop.signal, password);
    setState({ status: "loading" });
    const show = async () => {
      const document = await (await opening).promise;
      const page = await document.getPage(1);
      const { width, height } = page.getViewport({ scale: 1 });
      if (!stop.signal.aborted) setState({ status: "ready", document, firstPage: { width, height } });
    };
    show().catch((error: unknown) => {
      if (!stop.signal.aborted) setState({ status: "failed", error: asPdfError(error) });
    });
    return () => {
      stop.abort();
      opening.then((task) => task.destroy()).catch(() => undefined);
    };
  }, [url, attempt, password]);
  return state;
}
