import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pages, program } from "./places.mjs";
import { Process } from "./process.mjs";
import { until } from "./until.mjs";

/**
 * One computer of the office: the desktop program with its window on the virtual display, and the same
 * interface in Chromium, where it is used.
 */
export class Desk {
  constructor(world, name, data, port) {
    this.world = world;
    this.name = name;
    this.data = data;
    this.url = `http://127.0.0.1:${port}`;
    this.port = port;
  }

  async start() {
    mkdirSync(this.data, { recursive: true, mode: 0o700 });
    this.process = new Process(program("tieout-dev"), [], {
      env: this.world.environment({
        TIEOUT_DATA: this.data,
        assetdir: pages,
        devserver: `127.0.0.1:${this.port}`,
        loglevel: "Warning",
      }),
      log: join(this.world.dir, `${this.name}.log`),
    });
    await until(`the desk of ${this.name} to open`, async () => {
      if (!this.process.alive) throw new Error(`the desk ended:\n${this.process.tail()}`);
      return (await fetch(this.url)).ok;
    });
    this.page ??= await this.world.browser.page(`desk ${this.name}`, {
      viewport: { width: 1440, height: 900 },
    });
    await this.page.goto(this.url);
  }

  /** Waits until the window shows the firm's work. */
  ready() {
    return this.sections.waitFor();
  }

  stop() {
    return this.process?.stop();
  }

  kill() {
    return this.process.kill();
  }

  get sections() {
    return this.page.getByRole("navigation", { name: "Sections" });
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  heading(name) {
    return this.page.getByRole("heading", { name });
  }

  /** Goes to a section by the sidebar. */
  async section(name) {
    await this.sections.getByRole("link", { name }).click();
  }

  /** Opens an engagement from the list of all. */
  async engagement(client) {
    await this.section("Engagements");
    await this.row(client).click();
    await this.page.getByRole("navigation", { name: "Where you are" }).getByText(client).waitFor();
  }

  /** A row of a table or a list, by what stands in it. */
  row(name) {
    return this.page.getByRole("row", { name }).first();
  }

  look(screen) {
    return this.world.browser.look(this.page, `desk: ${screen}`);
  }
}
