import type { view } from "../api";
import type { Fake } from "./bridge";
import { ines, kestrel, paul } from "./drafts";
import { at, ref } from "./words";

const choice = (name: string, in_: string, size: string, offered = false): view.PartChoice => ({
  path: in_ ? `${in_}/${name}` : name,
  name,
  folder: in_,
  size,
  moment: at("Feb 27"),
  offered,
});

const files: view.PartChoice[] = [
  choice("return-ny-javier.pdf", "", "1.7 MB"),
  choice("prefilled-f1040.pdf", "", "299 KB"),
  choice("vita-consent.pdf", "For signature", "66 KB", true),
  choice("landscape.pdf", "Workpapers", "20 KB"),
  choice("irs-fw9-a.pdf", "Workpapers", "215 KB"),
  choice("irs-f8879.pdf", "", "89 KB"),
  choice("locked.pdf", "", "12 KB"),
  choice("signed-letter.pdf", "Signed", "44 KB"),
];

const again = (file: view.PartChoice): view.PartAgain => ({
  ...file,
  title: file.name.replace(/\.pdf$/, ""),
  pages: file.name === "landscape.pdf" ? "1-4, 9" : "",
  copy: false,
});

export const sheet: view.AssembleSheet = {
  engagement: { ...kestrel, status: ref("x", "", "", "preparation").status },
  local: "S:\\Clients\\Kestrel Marine Inc\\2025 Form 1120-S",
  files,
  parts: files.slice(0, 5).map(again),
  missing: [],
  fields: [],
  signers: [ines, paul],
  chosen: [],
  inOrder: false,
  final: true,
  replaces: "k2",
  title: "2025 Form 1120-S",
  stamps: { pageNumbers: true, bates: "", batesStart: 1 } as view.Stamps,
  number: 3,
};

const lengths: Record<string, number> = {
  "return-ny-javier.pdf": 8,
  "prefilled-f1040.pdf": 2,
  "vita-consent.pdf": 2,
  "landscape.pdf": 32,
  "irs-fw9-a.pdf": 6,
  "irs-f8879.pdf": 2,
  "locked.pdf": 3,
};

function looked(path: string, password: string): view.PartCheck {
  const name = path.split("/").at(-1) ?? path;
  const locked = name === "locked.pdf" && password !== "letmein";
  const blocked = name === "signed-letter.pdf";
  const found: view.PartCheck = {
    path,
    name,
    pages: locked ? 0 : (lengths[name] ?? 1),
    sizes: [],
    efile: name === "irs-f8879.pdf" ? "8879" : "",
    efilePages: name === "irs-f8879.pdf" ? [1] : [],
    signed: blocked,
    blocked: blocked || locked,
    password: locked,
    findings: [],
    fields: [],
  };
  if (blocked)
    found.findings.push({
      code: "signed",
      severity: "block",
      page: 0,
      message: "It is signed already. Attach it as it is; merging would break the signature.",
    });
  if (name === "landscape.pdf")
    found.findings.push({
      code: "landscape",
      severity: "note",
      page: 1,
      message: "Page 1 is landscape. Its stamps run along the long edge.",
    });
  return found;
}

/** Making a package: its parts, and the work that merges them. */
export function assembleFake(state: string): Fake {
  let job: view.Job = {
    id: "j1",
    state: "running",
    words: "Reading the parts",
    progress: 0.1,
    result: "",
    code: "",
    message: "",
    hint: "",
    part: 0,
  };
  return {
    assembleSheet: () => (state === "empty" ? { ...sheet, parts: [] } : sheet),
    checkPart: (_, path, password) => looked(path, password),
    startAssemble: () => job,
    job: () => {
      const progress = Math.min(1, job.progress + 0.2);
      if (job.state === "running")
        job =
          progress === 1
            ? { ...job, state: "done", progress, result: "k2", words: "Done" }
            : { ...job, progress, words: "Stamping the pages" };
      return job;
    },
    cancelJob: () => {
      job = { ...job, state: "cancelled" };
    },
  };
}
