import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const repo = resolve(import.meta.dirname, "../../..");

/** Where the built programs and pages are. `make build` puts them there. */
export const programs = resolve(process.env.TIEOUT_BIN ?? join(repo, "build/bin"));
export const pages = resolve(process.env.TIEOUT_PAGES ?? join(repo, "frontend/dist"));

/** Real PDFs, where they are: a folder beside the checkout, or named by TIEOUT_CORPUS. */
export const corpus = resolve(process.env.TIEOUT_CORPUS ?? join(repo, "../shared/corpus"));

/** A PDF of the corpus, or undefined where there is no corpus. With CI=true it must be there. */
export function realPdf(name) {
  const path = join(corpus, name);
  if (existsSync(path)) return path;
  if (process.env.CI === "true") throw new Error(`the corpus is missing: ${path}`);
  return undefined;
}

export function program(name) {
  const path = join(programs, name);
  if (!existsSync(path)) throw new Error(`${path} is not built yet: run make build`);
  return path;
}
