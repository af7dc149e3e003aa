import { expectText } from "./expect.mjs";
import { until } from "./until.mjs";

/** The size of a telephone. */
export const phone = { width: 390, height: 844 };

/** A client's device with the portal open, told what to do in the words on its screen. */
export class Portal {
  constructor(world, page) {
    this.world = world;
    this.page = page;
  }

  get outbox() {
    return this.world.outbox;
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  heading(name) {
    return this.page.getByRole("heading", { name });
  }

  /** The address of the sign-in page. */
  open() {
    return this.page.goto(`${this.world.url}/portal/`);
  }

  /** Types an address and answers the mail that comes. */
  async askForMail(email) {
    const before = this.outbox.seen();
    await this.open();
    await this.page.getByLabel("E-mail address").fill(email);
    await this.button("Send me a code").click();
    await this.heading("Look at your e-mail").waitFor();
    // What became of their papers meanwhile may be mailed to them too, and has no code.
    return until(`a code for ${email}`, () => this.outbox.since(email, before).find((mail) => mail.code));
  }

  typeCode(code) {
    return this.page.getByLabel("Code", { exact: true }).fill(code);
  }

  async signIn(email) {
    const { code } = await this.askForMail(email);
    await this.typeCode(code);
    await this.inside();
  }

  /** Waits until the person is in. */
  inside() {
    return this.heading("What we need from you").waitFor();
  }

  async followLink(link) {
    await this.page.goto("about:blank"); // a link with another fragment alone would not load anew
    await this.page.goto(link);
  }

  /** Goes to a page by its tab. */
  async tab(name) {
    const tabs = this.page.getByRole("navigation", { name: "Pages" }).first();
    await tabs.getByRole("link", { name }).click();
  }

  /** Looks at the papers of another client of the same person. */
  async client(name) {
    const switcher = this.page.getByRole("button", { name: "Whose papers" });
    if (await switcher.isVisible()) {
      await switcher.click();
      await this.page.getByRole("option", { name }).click();
      await switcher.filter({ hasText: name }).waitFor();
    } else {
      await this.button("You").click(); // a phone has it behind the last tab
      await this.page.getByRole("menuitem", { name }).click();
      const { clients } = await this.page.evaluate(async () => (await fetch("/portal/api/me")).json());
      const { id } = clients.find((client) => client.name === name);
      await until(`the papers of ${name}`, () => this.page.url().includes(`/c/${id}`));
    }
    await this.inside();
  }

  async home() {
    await this.tab("Home");
    await this.inside();
  }

  async documents() {
    await this.tab("Documents");
    await this.heading("Documents").waitFor();
  }

  /** A document's row on the Documents page. */
  document(name) {
    return this.page.getByRole("listitem").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Opens what was asked for, and answers when its page is there. */
  async openRequest(title) {
    await this.home();
    await this.page.getByRole("link", { name: `Upload: ${title}` }).click();
    await this.heading(title).waitFor();
  }

  /** Chooses files as the picker of the browser gives them. `press` is what opens the picker. */
  async choose(files, press = () => this.button("Choose files").click()) {
    const chooser = this.page.waitForEvent("filechooser");
    chooser.catch(() => undefined); // who fails before it comes says why by itself
    await this.page.evaluate(() => undefined); // a key that is pressed at once can overtake the wish to be told
    await press();
    await (await chooser).setFiles(files);
  }

  /** The row of a file that was chosen. */
  chosen(name) {
    return this.page.getByRole("list", { name: "Files" }).getByRole("listitem").filter({ hasText: name });
  }

  async send(files, note) {
    await this.choose(files);
    if (note) await this.page.getByLabel(/Anything .* should know/).fill(note);
    await this.button(/^Send \d+ files?$/).click();
    return this.receipt();
  }

  /** Waits for "Received" and answers the number of the receipt. */
  async receipt() {
    const text = await expectText(
      this.page.locator("section", { has: this.heading(/^Received/) }),
      /Receipt/,
    );
    return text.match(/Receipt (\S+)\./)[1];
  }

  /** Reads, agrees and signs with the name as it stands; answers when it is signed. */
  async sign(title, { look = false } = {}) {
    await this.page.getByRole("link", { name: `Read and sign: ${title}` }).click();
    await this.heading(`${title} is ready to sign`).waitFor();
    await this.#drawn();
    if (look) await this.look("agree");
    await this.page.getByRole("checkbox").check({ force: true });
    await this.button("Agree and continue").click();
    const bar = this.page.getByRole("complementary", { name: "Your signature" });
    const go = bar.getByRole("button", { name: /^(First|Next) signature$/ });
    const place = bar.getByRole("button", { name: /^Place / });
    const confirm = bar.getByRole("button", { name: "Confirm and sign" });
    await go.waitFor();
    await this.#drawn();
    if (look) await this.look("read and sign");
    while (!(await confirm.isVisible())) {
      await go.or(place).or(confirm).first().waitFor();
      if (await place.isVisible()) await place.click();
      else if (await go.isVisible()) await go.click();
    }
    await confirm.click();
    const dialog = this.page.getByRole("alertdialog");
    await dialog.waitFor();
    if (look) await this.look("confirm");
    await dialog.getByRole("button", { name: "Confirm and sign" }).click();
    await this.heading(/^(Signed\. That’s everything\.|You have signed\.)$/).waitFor();
  }

  /** Waits until the first page of a PDF is there with its words. */
  #drawn() {
    return expectText(this.page.getByRole("region", { name: /^Page 1 of/ }).first(), /\S/);
  }

  /** Writes a message in the one conversation that is open. */
  async write(text) {
    await this.page.getByRole("textbox", { name: /message|reply|write/i }).fill(text);
    await this.button(/^Send/).click();
    await this.message(text).waitFor();
  }

  message(text) {
    return this.page.getByRole("listitem").filter({ hasText: text });
  }

  look(screen) {
    return this.world.browser.look(this.page, `portal: ${screen}`, [phone, { width: 1280, height: 900 }]);
  }
}
