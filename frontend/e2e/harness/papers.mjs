import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What poppler says of the signatures of a PDF; it is no part of Tieout. */
export async function pdfsig(path) {
  const { stdout } = await run("pdfsig", ["-nocert", path]);
  return stdout;
}

/** What qpdf says of a PDF; fails when it finds an error. */
export async function qpdfCheck(path) {
  const { stdout, stderr } = await run("qpdf", ["--check", path]);
  return stdout + stderr;
}

/** The text of a PDF as poppler reads it. */
export async function textOf(path) {
  const { stdout } = await run("pdftotext", [path, "-"], { maxBuffer: 32 << 20 });
  return stdout;
}
