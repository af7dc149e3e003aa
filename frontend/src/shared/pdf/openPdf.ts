import {
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentLoadingTask,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

GlobalWorkerOptions.workerSrc = worker;

const chunk = 1 << 18;
const files = `${import.meta.env.BASE_URL}assets/pdfjs-${__PDFJS_VERSION__}`;

/** Why a document cannot be shown: it is not there (or not ours to see), or it is not a readable PDF. */
export class PdfError extends Error {
  constructor(
    readonly code: "unreachable" | "unreadable" | "locked",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Fetches parts of the file as pdf.js asks for them. pdf.js itself asks for
 * parts only over http(s); in the desktop window, whose pages come from
 * another scheme, it would fetch the whole file.
 */
class FetchTransport extends PDFDataRangeTransport {
  constructor(
    private readonly url: string,
    private readonly stop: AbortSignal,
    private readonly failed: () => void,
    length: number,
    start: Uint8Array,
  ) {
    super(length, start);
  }

  override requestDataRange(begin: number, end: number): void {
    readRange(this.url, begin, end, this.stop)
      .then((part) => this.onDataRange(begin, part.bytes))
      .catch(() => this.stop.aborted || this.failed());
  }
}

interface Part {
  bytes: Uint8Array;
  /** Of the whole file. */
  length: number;
}

async function readRange(url: string, begin: number, end: number, signal: AbortSignal): Promise<Part> {
  const answer = await fetch(url, { headers: { Range: `bytes=${begin}-${end - 1}` }, signal });
  if (!answer.ok) throw new PdfError("unreachable", `The document could not be fetched (${answer.status}).`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const length = Number(answer.headers.get("Content-Range")?.split("/")[1]);
  if (answer.status === 206 && length > 0) return { bytes, length };
  return { bytes: answer.status === 206 ? bytes : bytes.subarray(begin), length: bytes.length };
}

/**
 * Starts reading the PDF at `url`, which must be of this origin and should
 * answer Range requests; without them the whole file is read at once. The
 * returned task's `destroy()` stops everything. A locked file opens with its
 * password. Scripts in the file never run.
 */
export async function openPdf(
  url: string,
  signal: AbortSignal,
  password?: string,
): Promise<PDFDocumentLoadingTask> {
  const first = await readRange(url, 0, chunk, signal);
  const common = {
    password,
    rangeChunkSize: chunk,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    cMapUrl: `${files}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${files}/standard_fonts/`,
    wasmUrl: `${files}/wasm/`,
    iccUrl: `${files}/iccs/`,
  };
  if (first.bytes.length >= first.length) return getDocument({ ...common, data: first.bytes });
  const transport = new FetchTransport(url, signal, () => task.destroy(), first.length, first.bytes);
  const task = getDocument({ ...common, range: transport, length: first.length });
  return task;
}
