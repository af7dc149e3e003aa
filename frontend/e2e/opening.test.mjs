// A firm's first hour: from nothing to a client who is asked for something.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";
import { until } from "./harness/until.mjs";

const folder = "Blue Heron Kayaks LLC/2025 Form 1065";
const max = "max@blueheron.example";

const { journey, audit } = story({ empty: true }, async (world) => {
  const roles = ["--role", "partner", "--role", "preparer"];
  const who = ["--administrator", "Nora Finch", "--email", "nora@harborfinch.example"];
  const printed = await world.operator("firm", "create", "Harbor & Finch CPAs", ...who, ...roles);
  await world.startRelay();
  mkdirSync(world.at(folder, "Workpapers"), { recursive: true });
  writeFileSync(world.at(folder, "Workpapers", "Lead sheet.xlsx"), "private");
  const nora = await world.newDesk("Nora");
  await nora.start();
  return { nora, code: printed.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0] };
});

journey("Nora connects her computer with the code, which works once", async ({ world, nora, code }) => {
  await nora.heading("Connect this computer").waitFor();
  await nora.look("connect");
  const { page } = nora;
  await page.getByLabel("Relay address").fill(world.url);
  await page.getByLabel("Enrolment code").fill("AAAA-AAAA-AAAA");
  await page.getByLabel("Name of this computer").fill("Nora's desk");
  await nora.button("Connect").click();
  await expectText(page.locator("form"), /code/i);
  await page.getByLabel("Enrolment code").fill(code.toLowerCase());
  await nora.button("Connect").click();
  await nora.ready();

  const other = await world.newDesk("Somebody");
  await other.start();
  await other.page.getByLabel("Relay address").fill(world.url);
  await other.page.getByLabel("Enrolment code").fill(code);
  await other.page.getByLabel("Name of this computer").fill("Another");
  await other.button("Connect").click();
  await other.page
    .getByText(/Works once|used|wrong|not good/i)
    .first()
    .waitFor();
  assert.equal(await other.sections.count(), 0);
  await other.stop();
});

journey("she shows it the office share and maps a client's folder", async ({ world, nora }) => {
  await nora.section("Setup");
  await nora.page.getByRole("radio", { name: "Office share" }).check({ force: true });
  await nora.look("setup, office share");
  await nora.answerDialog(world.share);
  await nora.button("Choose a folder").click();
  const dialog = nora.page.getByRole("dialog", { name: "Map this folder for the firm?" });
  await expectText(dialog, /writes one small hidden file/);
  await dialog.getByRole("button", { name: "Map folder" }).click();
  await nora.row(/Blue Heron Kayaks/).waitFor();
  await nora.look("map");
  await nora.button(/^Map 1 engagement/).click();
  await nora.button("See the engagements").click();
  await nora.row("Blue Heron Kayaks LLC").waitFor();
  for (const lane of ["From client", "To client", "For signature", "Signed"]) {
    assert.ok(readdirSync(world.at(folder)).includes(lane), `${lane} is not there`);
  }
  assert.equal(readFileSync(world.at(folder, "Workpapers", "Lead sheet.xlsx"), "utf8"), "private");
});

journey(
  "she invites Max, asks for a bank statement and reminds him; Max sends it",
  async ({ world, nora }) => {
    const before = world.outbox.seen();
    await nora.section("Clients");
    await nora.row("Blue Heron Kayaks LLC").click();
    await nora.page.getByRole("region", { name: "Contacts" }).waitFor();
    await nora.look("client");
    await nora.button("Invite").click();
    const dialog = nora.page.getByRole("dialog", { name: /^Invite somebody/ });
    await dialog.getByLabel("Name").fill("Max Bell");
    await dialog.getByLabel("E-mail").fill(max);
    await nora.look("invite");
    await dialog.getByRole("button", { name: "Invite" }).click();
    const invitation = await world.outbox.next(max, before, "invites you");
    assert.match(invitation.text, /Hello Max/);

    await nora.engagement("Blue Heron Kayaks LLC");
    await nora.button("Ask").click();
    const ask = nora.page.getByRole("dialog");
    await ask.getByLabel("What", { exact: true }).fill("Bank statement, December");
    await nora.look("ask");
    await ask.getByRole("button", { name: "Ask", exact: true }).click();
    await ask.waitFor({ state: "detached" });
    // Word of what was asked waits ten minutes for more of its kind; a reminder does not.
    await nora.button(/^Remind about 1 request/).click();
    const reminder = await world.outbox.next(max, before, "A reminder from Harbor & Finch CPAs");
    assert.doesNotMatch(reminder.subject + reminder.text, /Bank statement|Blue Heron/);

    const portal = await world.visitor("max");
    const asked = world.outbox.seen();
    await portal.page.goto(invitation.link);
    await portal.page.getByLabel("E-mail address").fill(max);
    await portal.button("Send me a code").click();
    await portal.typeCode((await world.outbox.next(max, asked)).code);
    await portal.inside();
    await portal.openRequest("Bank statement, December");
    await portal.send([
      { name: "December.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n") },
    ]);
    assert.deepEqual(
      await world.file(folder, "From client", "Bank statement, December", "December.pdf"),
      Buffer.from("%PDF-1.4\n"),
    );
    await nora.section("Today");
    await nora.row(/Blue Heron Kayaks LLC, Bank statement, December/).waitFor();
  },
);

journey("access ends: Max is out at once", async ({ nora, world }) => {
  const portal = await world.contact(max);
  await nora.section("Clients");
  await nora.row("Blue Heron Kayaks LLC").click();
  await nora.button("End access").click();
  await nora.page.getByRole("alertdialog").getByRole("button", { name: "End access" }).click();
  await nora.page.getByText("no access").waitFor();
  await until(
    "Max to be out",
    async () =>
      await portal.page.evaluate(async () => (await fetch("/portal/api/welcome")).json().then((w) => !w.me)),
  );
  await portal.heading("Your access has ended").waitFor();
  await portal.look("access ended");
  await portal.button("Use another address").click();
  await portal.button("Send me a code").waitFor();
});

audit();
