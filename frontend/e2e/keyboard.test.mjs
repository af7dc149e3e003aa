// The upload journey with the keyboard alone, on both sides.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { story } from "./harness/journeys.mjs";
import { Keyboard } from "./harness/keyboard.mjs";
import { until } from "./harness/until.mjs";

const work = "Acme Ltd/2025 Form 1120-S";
const loan = "Shareholder loan agreement";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  return { dana: await world.desk("Dana") };
});

journey("Ruth signs in, sends a file and signs out without a mouse", async ({ world }) => {
  const ruth = await world.visitor("ruth");
  const keys = new Keyboard(ruth.page);
  const before = world.outbox.seen();
  await ruth.open();
  await keys.reach("textbox", "E-mail address");
  await keys.type("ruth@acme.example");
  await keys.press("Enter");
  await ruth.heading("Look at your e-mail").waitFor();
  await keys.reach("textbox", "Code");
  await keys.type((await world.outbox.next("ruth@acme.example", before)).code);
  await ruth.inside();

  await keys.reach("button", /Whose papers/);
  await keys.press("Enter");
  await ruth.page.getByRole("option", { name: "Acme Ltd" }).waitFor();
  await keys.type("Acme");
  await keys.press("Enter");
  await keys.reach("link", `Upload: ${loan}`);
  await keys.press("Enter");
  await ruth.heading(loan).waitFor();

  await keys.reach("button", "Choose files");
  const agreement = {
    name: "Loan agreement.pdf",
    mimeType: "application/pdf",
    buffer: readFileSync(world.at(work, "To client/Draft financials.pdf")),
  };
  await ruth.choose(agreement, () => keys.press("Enter"));
  await until("the file to be ready", () => ruth.button("Send 1 file").isEnabled());
  await keys.reach("textbox", /should know/);
  await keys.type("Signed by both of us.");
  await keys.reach("button", "Send 1 file");
  await keys.press("Enter");
  await ruth.receipt();
  await ruth.look("received, by keyboard");
  assert.deepEqual(
    await world.file(work, "From client", loan, "Loan agreement.pdf"),
    world.read(work, "To client/Draft financials.pdf"),
  );

  await keys.reach("button", /your account/, { key: "Shift+Tab" });
  await keys.press("Enter");
  await ruth.page.getByRole("menuitem", { name: /Sign out/ }).waitFor();
  await keys.press("Enter");
  await ruth.button("Send me a code").waitFor();
});

journey("Dana finds and accepts it without a mouse", async ({ dana }) => {
  const keys = new Keyboard(dana.page);
  await keys.press("g", "e");
  await dana.heading("Engagements").waitFor();
  await keys.press("g", "t");
  const row = dana.row(`Acme Ltd, ${loan}`);
  await row.waitFor();
  const selected = dana.page.getByRole("row", { name: `Acme Ltd, ${loan}`, selected: true });
  for (let n = 0; n < 20 && !(await selected.count()); n++) await keys.press("j");
  await dana.page.getByRole("complementary", { name: loan }).waitFor();
  await keys.press("e");
  await until("the row to leave Today", async () => (await row.count()) === 0);

  await keys.press("Control+k");
  await dana.page.getByRole("dialog").waitFor();
  await dana.look("search");
  await keys.type("acme");
  const first = dana.page.getByRole("option", { name: /Acme Ltd/ }).first();
  await first.and(dana.page.locator("[data-focused]")).waitFor(); // Enter opens what is marked
  await keys.press("Enter");
  await dana
    .heading(/2025 Form 1120-S|Acme Ltd/)
    .first()
    .waitFor();
  await keys.press("?");
  await dana.page.getByRole("dialog").waitFor();
  await dana.look("all shortcuts");
  await keys.press("Escape");
});

audit();
