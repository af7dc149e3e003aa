import type { view } from "../api";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";

const verdict: view.Verdict = {
  path: "C:\\Users\\priya\\Downloads\\2025 Form 1120-S.pdf",
  name: "2025 Form 1120-S.pdf",
  intact: true,
  intactWords: "Not one byte has changed since it was sealed on Mar 9, 2026 at 4:12 PM.",
  origin: "pinned",
  originWords: "Sealed by Lindqvist & Moore, with the key this computer was given when it joined.",
  broken: "",
  lines: [
    { words: "Approved bytes", detail: "The first 2,236,819 bytes are what Dana approved", state: "ok" },
    { words: "Seal", detail: "Covers the whole file", state: "ok" },
    { words: "Evidence record", detail: "The sealed file names it", state: "ok" },
    { words: "Inclusion proof", detail: "No evidence file lies beside the PDF", state: "unchecked" },
  ],
};

const broken: view.Verdict = {
  ...verdict,
  intact: false,
  intactWords: "Bytes were added after the seal.",
  origin: "unknown",
  originWords: "The key came with the file only. Nothing here vouches for it.",
  broken: "Appended data: 412 bytes after the seal",
  lines: verdict.lines.map((line) =>
    line.words === "Seal" ? { ...line, state: "bad", detail: "412 bytes lie behind it" } : line,
  ),
};

/** Checking a sealed file. Beside the usual states: "broken" (the verdict). */
export function verifyFake(state: string): Fake {
  return {
    chooseFile: () => verdict.path,
    verifyFile: (path) => {
      if (state === "error") throw refusal("not-pdf", "That is not a PDF.", "Choose the sealed file itself.");
      return { ...(state === "broken" ? broken : verdict), path };
    },
  };
}
