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

  /** Waits until the window is at an address. */
  at(pattern) {
    return until(`${this.name} to be at ${pattern}`, () => pattern.test(this.page.url()));
  }

  /** Starts a draft of an engagement. */
  async assemble(client) {
    await this.engagement(client);
    await this.page.getByRole("tab", { name: "Drafts and deliverables" }).click();
    await this.page.getByRole("link", { name: "Assemble a draft" }).first().click();
    await this.page.getByRole("complementary", { name: "Parts and stamps" }).waitFor();
  }

  /** Adds PDFs of the work file to the draft. */
  async addParts(...names) {
    await this.page
      .getByRole("complementary", { name: "Parts and stamps" })
      .getByRole("button", { name: /^Add/ })
      .first()
      .click();
    const dialog = this.page.getByRole("dialog", { name: "Add parts" });
    for (const name of names) {
      await dialog.getByRole("row", { name }).getByRole("checkbox").check({ force: true });
    }
    await dialog.getByRole("button", { name: /^Add \d+ part/ }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Puts a field on the page that is shown, at a place given in shares of its width and height. */
  async placeField(tool, x, y) {
    const page = this.page.getByRole("region", { name: /^Page \d+ of/ }).first();
    await this.button(new RegExp(`^${tool}`)).click();
    await page.scrollIntoViewIfNeeded();
    const box = await page.boundingBox();
    await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }

  /**
   * Answers the next dialog of the operating system that asks for a file or a folder. It is not opened:
   * what one types there races its own completion.
   */
  answerDialog(path) {
    return this.page.evaluate((chosen) => {
      const bound = window.go.app.App;
      for (const name of ["ChooseFile", "ChooseFolder"]) {
        const real = bound[name];
        bound[name] = async () => {
          bound[name] = real;
          return chosen;
        };
      }
    }, path);
  }

  /** Waits until the pill in the title bar says how things stand. */
  async state(pattern) {
    await this.page.getByRole("banner").getByRole("button", { name: pattern }).waitFor();
  }

  /** Opens a draft from the queue of a section. */
  async openDraft(section, client) {
    await this.section(section);
    await this.row(client).click();
    await this.page.getByRole("region", { name: /^Page 1 of/ }).waitFor();
  }

  /** A row of a table or a list, by what stands in it. */
  row(name) {
    return this.page.getByRole("row", { name }).first();
  }

  look(screen) {
    return this.world.browser.look(this.page, `desk: ${screen}`, [{ width: 1100, height: 700 }]);
  }
}
