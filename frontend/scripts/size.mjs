// Fails when the portal's first load passes its budget: the scripts and styles
// that portal.html needs before any import(), gzipped. Fonts are not counted;
// they swap in.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 200 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("assets/manifest.json", dist), "utf8"));

function reach(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`size: ${name} is not in the manifest; run npm run build first`);
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const next of chunk.imports ?? []) if (!seen.has(manifest[next].file)) reach(next, seen);
  return seen;
}

const files = [...reach("portal.html")].map((file) => {
  const bytes = readFileSync(new URL(file, dist));
  return { file, gzip: gzipSync(bytes, { level: 9 }).length };
});
const total = files.reduce((sum, f) => sum + f.gzip, 0);
for (const { file, gzip } of files) console.log(`${(gzip / 1024).toFixed(1).padStart(8)} kB  ${file}`);
console.log(`${(total / 1024).toFixed(1).padStart(8)} kB  portal first load, of ${budget / 1024} kB`);
if (total > budget) {
  console.error("size: the portal's first load is over its budget; split something off with import()");
  process.exit(1);
}
