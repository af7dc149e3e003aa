// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const src = join(import.meta.dirname, "../src");
const files = (ending: RegExp) =>
  readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (f) => ending.test(f) && !f.endsWith(".d.ts"),
  );
const read = (file: string) => readFileSync(join(src, file), "utf8");
const code = files(/\.tsx?$/);
const styles = files(/\.css$/);

/** Which folders of src each may import; a folder may always import itself. */
const allowed: Record<string, readonly string[]> = {
  styles: [],
  ui: ["styles"],
  shared: ["ui", "styles"],
  desktop: ["shared", "ui", "styles"],
  portal: ["shared", "ui", "styles"],
  gallery: ["desktop", "portal", "shared", "ui", "styles"],
};

const layer = (file: string) => file.split("/")[0] ?? "";

/** The files of src that a file imports, as paths below src. */
function imports(file: string): string[] {
  const found = [...read(file).matchAll(/(?:from|import\(?)\s*"([#.][^"]+)"/g)].map((m) => m[1] ?? "");
  return found.map((path) =>
    path.startsWith("#/") ? path.slice(2) : relative(src, join(src, dirname(file), path)),
  );
}

describe("the house of the frontend", () => {
  test("has the folders the rules speak of", () => {
    expect(code.length).toBeGreaterThan(80);
    expect(styles.length).toBeGreaterThan(40);
  });

  test("imports point one way: desktop | portal, shared, ui, styles", () => {
    const wrong = code.flatMap((file) =>
      imports(file)
        .filter((to) => !to.startsWith(".."))
        .filter((to) => layer(to) !== layer(file) && !allowed[layer(file)]?.includes(layer(to)))
        .map((to) => `${file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test("only the desktop's own code reaches what Wails generates", () => {
    const wrong = code.filter((file) => layer(file) !== "desktop" && /wailsjs/.test(read(file)));
    expect(wrong).toEqual([]);
  });

  test("nothing re-exports for others", () => {
    const barrels = code.filter(
      (file) => /(^|\/)index\.tsx?$/.test(file) || /^export \* from/m.test(read(file)),
    );
    expect(barrels).toEqual([]);
  });

  test("colours and pixels are named in styles and nowhere else", () => {
    const raw = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|\b\d+(?:\.\d+)?px\b/i;
    const wrong = styles
      .filter((file) => layer(file) !== "styles")
      .flatMap((file) =>
        read(file)
          .split("\n")
          .map((line, i) => `${file}:${i + 1}: ${line.trim()}`)
          .filter((line) => raw.test(line.replace(/^[^ ]+ /, "")) && !line.includes("@media")),
      );
    expect(wrong).toEqual([]);
  });

  test("every token that is read is given", () => {
    const given = new Set(
      styles.concat(code).flatMap((f) => [...read(f).matchAll(/(--[\w-]+)["']?:/g)].map((m) => m[1])),
    );
    // Set by React Aria and by pdf.js at run time.
    const foreign = new Set(["--trigger-width"]);
    const missing = styles
      .flatMap((f) => [...read(f).matchAll(/var\((--[\w-]+)/g)].map((m) => `${f} reads ${m[1]}`))
      .filter((line) => !given.has(line.split(" ").at(-1)) && !foreign.has(line.split(" ").at(-1) ?? ""));
    expect(missing).toEqual([]);
  });

  test("outside the portal no request has a body that kills the desktop window on Linux", () => {
    const wrong = code.filter(
      (file) =>
        layer(file) !== "portal" &&
        /fetch\(/.test(read(file)) &&
        /new (?:FormData|Blob|File)\(/.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });

  test("pages load nothing from elsewhere", () => {
    const load =
      /(?:\bsrc|\bhref)=["'{`]*https?:|url\(["']?https?:|fetch\(["'`]https?:|(?:from|import\()\s*["']https?:/;
    expect([...code, ...styles].filter((file) => load.test(read(file)))).toEqual([]);
  });
});
