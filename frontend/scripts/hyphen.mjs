// Makes src/styles/hyphen.woff2: Inter's hyphen alone, without its tabular
// form. Tabular figures are on everywhere, and in Inter 4 they widen the hyphen
// too, which tears "1120-S" and "e-mail" apart. Run after updating Inter.
import { readFileSync, writeFileSync } from "node:fs";
import subsetFont from "subset-font";

const inter = new URL(
  "../node_modules/@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2",
  import.meta.url,
);
const made = await subsetFont(readFileSync(inter), "-", { targetFormat: "woff2", noLayoutClosure: true });
writeFileSync(new URL("../src/styles/hyphen.woff2", import.meta.url), made);
console.log(`hyphen.woff2: ${made.length} bytes`);
