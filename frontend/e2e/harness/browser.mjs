import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// A theme changes colours alone, so the second one is asked about those.
const themes = {
  light: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  dark: { type: "rule", values: ["color-contrast"] },
};

// Where pictures of all screens go, for whoever wants to see them.
const shots = process.env.E2E_SHOTS;

// What a browser says that is nobody's fault: the relay is stopped on purpose, an answer was "no", and
// the development server of the window does not know one message of its own page.
const harmless =
  /Failed to load resource|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|Unknown message from front end|WebSocket connection to .*(ERR_CONNECTION|closed)/;

// A script of the development server, which the window that people get does not load: its calls go
// over a line of their own, which breaks when the program ends.
const ofDevServer = /\/wails\/ipc\.js/;

/** One Chromium, the pages opened in it, and what was seen of them. */
export class Browser {
  #chromium;
  #pages = new Map();
  /** Screens that were looked at: name → violations. */
  screens = new Map();
  /** What pages complained of: scripts that threw, and policies that were broken. */
  complaints = [];

  static async open() {
    const browser = new Browser();
    browser.#chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
      ],
    });
    return browser;
  }

  close() {
    return this.#chromium.close();
  }

  /** A page in a browser profile of its own, as another person's device. */
  async page(name, options = {}) {
    const context = await this.#chromium.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "en-US",
      timezoneId: "America/New_York",
      reducedMotion: "reduce",
      acceptDownloads: true,
      ...options,
    });
    context.setDefaultTimeout(Number(process.env.E2E_PATIENCE ?? 20_000));
    return this.#watch(name, await context.newPage());
  }

  #watch(name, page) {
    this.#pages.set(page, name);
    page.on("close", () => this.#pages.delete(page));
    page.on("pageerror", (error) => {
      const text = error.stack ?? String(error);
      this.#complain(name, text);
    });
    page.on("console", (message) => {
      const text = `${message.text()} (${message.location().url})`;
      if (message.type() === "error" && !harmless.test(text)) this.#complain(name, text);
    });
    return page;
  }

  #complain(name, text) {
    if (!ofDevServer.test(text)) this.complaints.push(`${name}: ${text}`);
  }

  /**
   * Looks at a screen with the eyes of axe, in light and in dark, at the size it has and at the other
   * ones. What it finds is kept for the report at the end, so that it does not stop the journey.
   * With E2E_SHOTS, a picture of each goes to that folder.
   */
  async look(page, screen, others) {
    const own = page.viewportSize();
    const found = [];
    for (const size of [own, ...others.filter(({ width }) => width !== own.width)]) {
      if (size !== own) await resize(page, size);
      for (const theme of Object.keys(themes)) {
        // Colours do not hang on the size.
        if (size !== own && theme === "dark" && !shots) continue;
        await page.emulateMedia({ colorScheme: theme });
        const where = `${screen} (${size.width} wide, ${theme})`;
        for (const problem of await problems(page, themes[theme])) found.push(`${where} ${problem}`);
        if (shots) await picture(page, `${screen}-${size.width}-${theme}`);
      }
      await page.emulateMedia({ colorScheme: "light" });
    }
    if (page.viewportSize().width !== own.width) await resize(page, own);
    this.screens.set(screen, found);
  }

  /** Keeps a picture and the text of every open page. */
  async keep(dir) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "complaints.txt"), this.complaints.join("\n"));
    for (const [page, name] of this.#pages) {
      const path = join(dir, name.replaceAll(/[^\w.-]+/g, "-"));
      await page.screenshot({ path: `${path}.png`, fullPage: true, timeout: 5000 }).catch(() => undefined);
      const text = await page.locator("body").ariaSnapshot({ timeout: 3000 }).catch(String);
      writeFileSync(`${path}.txt`, `${page.url()}\n${text}\n`);
    }
  }
}

async function resize(page, size) {
  await page.setViewportSize(size);
  // Two frames: one in which the page hears of it, one in which it has drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** What axe finds, whether one has to scroll sideways, and what the bar of keys does not say to its end. */
async function problems(page, only) {
  await page.evaluate(axe);
  const { violations, wide, cut, hidden } = await page.evaluate(
    async ({ runOnly, not }) => ({
      // What React Aria is reading out at this moment names elements that are gone already.
      ...(await window.axe.run({ exclude: [not] }, { runOnly, resultTypes: ["violations"] })),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      cut: [...document.querySelectorAll("footer span")]
        .filter((e) => e.scrollWidth > e.clientWidth && getComputedStyle(e).textOverflow === "ellipsis")
        .map((e) => e.textContent),
      hidden: [...document.querySelectorAll("footer span")]
        .filter((e) => e.textContent.endsWith("all shortcuts"))
        .filter((e) => e.getBoundingClientRect().top >= e.closest("footer").getBoundingClientRect().bottom)
        .map((e) => e.textContent),
    }),
    { runOnly: only, not: "[data-live-announcer]" },
  );
  const found = violations.map((v) => {
    const where = v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 200)}: ${n.failureSummary}`);
    return `${v.id}: ${v.help}\n    ${where.join("\n    ").replaceAll("\n", " ")}`;
  });
  if (wide > 0) found.push(`is ${wide} px wider than the window`);
  for (const words of cut) found.push(`cuts off "${words}"`);
  for (const words of hidden) found.push(`has no room for "${words}"`);
  return found;
}

function picture(page, name) {
  mkdirSync(shots, { recursive: true });
  return page.screenshot({ path: join(shots, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`) });
}
