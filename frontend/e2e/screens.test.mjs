// The screens that no other journey looks at: found by the words on them, and used by everybody.
import assert from "node:assert/strict";
import { story } from "./harness/journeys.mjs";
import { phone } from "./harness/portal.mjs";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  const marcus = await world.desk("Marcus");
  const dana = await world.desk("Dana");
  const ruth = await world.contact("ruth@acme.example", { viewport: phone, hasTouch: true });
  return { marcus, dana, ruth };
});

journey("a partner walks through all sections", async ({ dana }) => {
  const { page } = dana;
  await dana.section("Today");
  await dana.row(/^Jon Calloway, /).waitFor();
  await dana.look("today");

  await dana.section("Engagements");
  await dana.row("Acme Ltd").waitFor();
  await dana.look("engagements");
  await page.getByRole("searchbox", { name: "Filter by client or form" }).fill("no such client");
  await page.getByText("No match.").waitFor();
  await dana.look("engagements, no match");
  await dana.button("Clear filters").click();
  await dana.row("Acme Ltd").getByRole("checkbox").check({ force: true });
  await dana.row("Kestrel Marine").getByRole("checkbox").check({ force: true });
  await page.getByText("2 selected").waitFor();
  await dana.look("engagements, two selected");
  await dana.button(/^New engagement/).click();
  await dana.heading("New engagement").waitFor();
  await dana.look("new engagement");

  await dana.section("Clients");
  await dana.row("Acme Ltd").waitFor();
  await dana.look("clients");
  await dana.section("Review");
  await dana.heading("Review").waitFor();
  await dana.look("review, queue");
  await dana.section("Publish");
  await dana.heading("Publish").waitFor();
  await dana.look("publish, queue");
  await dana.button(/^Tied out/).click();
  await dana.heading(/^Tied out/).waitFor();
  await dana.look("how things stand");
});

journey("an engagement has its drafts, its details and everything one may do with it", async ({ dana }) => {
  const { page } = dana;
  await dana.engagement("Kestrel Marine");
  await page.getByRole("tab", { name: "Drafts and deliverables" }).click();
  await page.getByRole("link", { name: "Assemble a draft" }).first().waitFor();
  await dana.look("engagement, drafts");
  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByRole("tabpanel", { name: "Details" }).waitFor();
  await dana.look("engagement, details");
  await dana.button("More").click();
  await page.getByRole("menuitem", { name: /^Move status/ }).click();
  await page.getByRole("dialog").waitFor();
  await dana.look("move status");
});

journey("an administrator has nothing to do today, and all parts of Setup", async ({ marcus }) => {
  await marcus.section("Today");
  await marcus.page.getByText("Nothing needs you.").waitFor();
  await marcus.look("today, nothing");
  await marcus.section("Setup");
  for (const [part, heading] of [
    ["This computer", "Appearance"],
    ["Office share", "Folders of the office share"],
    ["Staff", "Staff"],
    ["Firm", "Shared folders"],
  ]) {
    await marcus.page.getByRole("radio", { name: part, exact: true }).check({ force: true });
    await marcus.heading(heading).waitFor();
    await marcus.look(`setup, ${part.toLowerCase()}`);
  }
});

journey(
  "on a phone, Ruth switches whose papers she sees, and can say that there are none",
  async ({ ruth }) => {
    const { page } = ruth;
    const foot = page.getByRole("navigation", { name: "Pages" }).last();
    await ruth.client("Acme Ltd");
    await page
      .getByRole("link", { name: /^Upload: / })
      .first()
      .waitFor();
    await ruth.look("home of a company");
    await ruth
      .button(/^I don’t have it/)
      .first()
      .click();
    await page.getByRole("dialog").waitFor();
    await ruth.look("I don’t have it");
    await ruth.button("Not now").click();
    await foot.getByRole("link", { name: "Documents" }).click();
    await ruth.heading("Documents").waitFor();
    await ruth.look("documents of a company");
    await foot.getByRole("link", { name: "Messages" }).click();
    await ruth.heading("Messages").waitFor();
    await ruth.look("messages of a company");
    await ruth.followLink(`${page.url()}/nowhere/at/all`);
    await page.getByText("We can’t find that page.").waitFor();
    await ruth.look("not here");
    assert.ok(await foot.isVisible());
  },
);

audit();
