import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const pdfjs = resolve(root, "node_modules/pdfjs-dist");
const pdfjsVersion: string = JSON.parse(readFileSync(join(pdfjs, "package.json"), "utf8")).version;

/**
 * The pages promise to work with nothing but their own origin. Workers, fonts
 * and images made from a page's own bytes are `blob:` and `data:`; WebAssembly
 * decodes the JPEG 2000 and JBIG2 images of scanned PDFs. `wails:` names the
 * desktop window's own scheme on Linux.
 */
function contentPolicy(page: string): string {
  const own = page.endsWith("desktop.html") ? "'self' wails:" : "'self'";
  return [
    `default-src 'none'`,
    `script-src ${own} 'wasm-unsafe-eval'`,
    `style-src ${own}`,
    `img-src ${own} data: blob:`,
    `font-src ${own} data: blob:`,
    `connect-src ${own}${page.endsWith("gallery.html") ? " blob:" : ""}`,
    `worker-src ${own} blob:`,
    `base-uri 'none'`,
    `form-action ${own}`,
  ].join("; ");
}

/** Puts the policy into built pages. The dev server needs inline scripts, so it goes without. */
function pagePolicy(): Plugin {
  return {
    name: "tieout:page-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { path }) => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: contentPolicy(path) },
          injectTo: "head-prepend",
        },
      ],
    },
  };
}

/**
 * Serves what pdf.js fetches by name at run time: character maps, the fourteen
 * standard fonts, colour profiles and image decoders. The folder carries the
 * version, so it can be cached for ever.
 */
function pdfjsFiles(): Plugin {
  const folders = ["cmaps", "standard_fonts", "wasm", "iccs"];
  const base = `assets/pdfjs-${pdfjsVersion}`;
  return {
    name: "tieout:pdfjs-files",
    configureServer(server) {
      server.middlewares.use((req, res, next) => {
        const path = decodeURIComponent((req.url ?? "").split("?")[0] ?? "");
        const name = path.startsWith(`/${base}/`) ? path.slice(base.length + 2) : "";
        const file = join(pdfjs, name);
        if (!folders.some((f) => name.startsWith(`${f}/`)) || name.includes("..")) return next();
        if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return next();
        res.end(readFileSync(file));
      });
    },
    generateBundle() {
      for (const folder of folders) {
        for (const name of readdirSync(join(pdfjs, folder))) {
          this.emitFile({
            type: "asset",
            fileName: `${base}/${folder}/${name}`,
            source: readFileSync(join(pdfjs, folder, name)),
          });
        }
      }
    },
  };
}

export default defineConfig(({ mode }) => ({
  root,
  base: "/",
  plugins: [
    { ...optimizeLocales.vite({ locales: ["en-US"] }), enforce: "pre" as const },
    react(),
    pdfjsFiles(),
    pagePolicy(),
  ],
  resolve: { alias: { "#": resolve(root, "src") } },
  define: { __PDFJS_VERSION__: JSON.stringify(pdfjsVersion) },
  build: {
    target: ["chrome111", "safari16.4", "firefox114"],
    outDir: mode === "gallery" ? ".gallery" : "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    manifest: "assets/manifest.json",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: (mode === "gallery" ? ["gallery"] : ["desktop", "portal"]).map((page) =>
        resolve(root, `${page}.html`),
      ),
    },
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" as const } },
    restoreMocks: true,
    testTimeout: 30_000, // typing into a form takes its time where much else runs
  },
}));
