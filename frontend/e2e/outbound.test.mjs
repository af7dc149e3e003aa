// What is saved goes out when the firm says so: on release, after a hold, and pulled back with the name of who opened it.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";
import { until } from "./harness/until.mjs";

const work = "Acme Ltd/2025 Form 1120-S";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  const dana = await world.desk("Dana");
  await dana.engagement("Acme Ltd");
  const ruth = await world.contact("ruth@acme.example");
  await ruth.client("Acme Ltd");
  await ruth.documents();
  return { dana, ruth };
});

const letter = (world, name, text) => writeFileSync(world.at(work, "To client", name), text);
const row = (desk, name) =>
  desk.page.getByRole("region", { name: "Files" }).getByRole("row", { name }).first();

/** Chooses in Setup when files go out, and comes back to the engagement. */
async function setPolicy(dana, choice, look) {
  await dana.section("Setup");
  await dana.page.getByRole("radio", { name: "Firm", exact: true }).click();
  const panel = dana.page.getByRole("region", { name: "When files go out" });
  await panel.getByRole("radio", { name: choice }).check({ force: true });
  await panel.getByRole("button", { name: "Save for the firm" }).click();
  await dana.page.getByText(/from now on/).waitFor();
  if (look) await dana.look("setup, when files go out");
  await dana.engagement("Acme Ltd");
}

journey(
  "on release: a saved file waits, and the client learns nothing of it",
  async ({ world, dana, ruth }) => {
    await setPolicy(dana, /^When somebody releases it/, true);
    letter(world, "Fee letter.txt", "Dear Ruth, the fee is 100.");
    await row(dana, /^Fee letter\.txt .*Waiting for your release/).waitFor();
    letter(world, "Draft letter.txt", "Dear Ruth, a draft.");
    await row(dana, /^Draft letter\.txt .*Waiting for your release/).waitFor();
    await dana.page.getByText("2 files wait for your release.").waitFor();
    await dana.look("files, waiting for a release");
    assert.equal(await ruth.document("Fee letter.txt").count(), 0);
    const said = await ruth.page.evaluate(async () => {
      const { clients } = await (await fetch("/portal/api/me")).json();
      const { id } = clients.find(({ name }) => name === "Acme Ltd");
      return (await fetch(`/portal/api/clients/${id}/documents`)).text();
    });
    assert.match(said, /folders/);
    assert.doesNotMatch(said, /letter\.txt/);
    await dana.section("Today");
    await dana.page.getByText("Waiting for your release").first().waitFor();
    await dana.look("today, something waits for a release");
    await dana.engagement("Acme Ltd");
  },
);

journey("released, the client has both", async ({ dana, ruth }) => {
  await dana.button("Release all 2").click();
  for (const name of ["Fee letter.txt", "Draft letter.txt"]) {
    await ruth.document(name).waitFor();
    await row(dana, new RegExp(`^${name} .*Tied out`)).waitFor();
  }
});

journey("a newer version waits while the client keeps the one before", async ({ world, dana, ruth }) => {
  letter(world, "Fee letter.txt", "Dear Ruth, the fee is 200.");
  await dana.page.getByText("Waiting for your release.").waitFor();
  await expectText(row(dana, /^Fee letter\.txt/), /Earlier version/);
  await dana.look("files, a newer version waits");
  assert.equal(await ruth.page.getByText("1 earlier version").count(), 0);
  await dana.page.getByRole("button", { name: "Release", exact: true }).click();
  await ruth.document("Fee letter.txt").getByRole("button", { name: "1 earlier version" }).waitFor();
});

journey("pulled back, it is gone, and the office is told who opened it", async ({ dana, ruth }) => {
  const link = ruth.document("Fee letter.txt").getByRole("link", { name: "Download Fee letter.txt" });
  const href = await link.evaluate((a) => a.href);
  const open = () =>
    ruth.page.evaluate(async (url) => {
      const answer = await fetch(url);
      return [answer.status, await answer.text()];
    }, href);
  assert.deepEqual(await open(), [200, "Dear Ruth, the fee is 200."]);
  await expectText(row(dana, /^Fee letter\.txt/), /Seen/);
  await dana.button("More for Fee letter.txt").click();
  await dana.page.getByRole("menuitem", { name: /Pull back/ }).click();
  const dialog = dana.page.getByRole("alertdialog", { name: "Pull “Fee letter.txt” back?" });
  await dana.look("pulling a file back");
  await dialog.getByLabel(/Why/).fill("wrong fee");
  await dialog.getByRole("button", { name: "Pull it back" }).click();
  await dana.page
    .getByText(/Opened by Ruth Adeyemi, .* E[SD]T/)
    .first()
    .waitFor();
  await dana.page
    .getByText(/^Pulled back by you/)
    .first()
    .waitFor();
  await dana.look("files, one pulled back");
  await until("the client has the version before", async () => (await open())[0] === 404);
  await ruth
    .document("Fee letter.txt")
    .getByRole("button", { name: "1 earlier version" })
    .waitFor({ state: "detached" });
  await ruth.look("documents, after a pull back");
});

journey("held for a minute, it counts down and can be sent now", async ({ world, dana, ruth }) => {
  await setPolicy(dana, /^A minute after the last save/);
  letter(world, "Reminder.txt", "Dear Ruth, one thing is left.");
  await expectText(row(dana, /^Reminder\.txt/), /Goes out in \d+ s/);
  await dana.look("files, one held for a minute");
  assert.equal(await ruth.document("Reminder.txt").count(), 0);
  await dana.button("Send now").click();
  await ruth.document("Reminder.txt").waitFor();
  await row(dana, /^Reminder\.txt .*Tied out/).waitFor();
  await setPolicy(dana, /^At once/);
});

audit();
