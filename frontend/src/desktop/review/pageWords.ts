import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { openPdf } from "#/shared/pdf/openPdf";
import type { PageWords } from "./compare";

/** Page numbers and Bates numbers are stamped below this height, in points, and change whenever a page is added. */
const stampFoot = 22;

/** The words of every page of the PDF at `url`, stamps at the foot left out. */
export async function pageWords(url: string, signal: AbortSignal): Promise<PageWords[]> {
  const task = await openPdf(url, signal);
  try {
    const document = await task.promise;
    const words: PageWords[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      signal.throwIfAborted();
      words.push(await wordsOf(await document.getPage(number)));
    }
    return words;
  } finally {
    await task.destroy();
  }
}

async function wordsOf(page: PDFPageProxy): Promise<PageWords> {
  const view = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  page.cleanup();
  const words = items.flatMap((item) => {
    if (!("str" in item)) return [];
    const [, top = 0] = view.convertToViewportPoint(item.transform[4], item.transform[5]);
    return top > view.height - stampFoot ? [] : [item.str];
  });
  return words.join(" ").replace(/\s+/g, " ").trim() || null;
}
