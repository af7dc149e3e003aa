// What the files panel says while files move, wait, are held and go missing, and how it explains them.
import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";

const work = "Acme Ltd/2025 Form 1120-S";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  const dana = await world.desk("Dana");
  await dana.engagement("Acme Ltd");
  return { dana };
});

/** The table of the files panel. */
const panel = (desk) => desk.page.getByRole("region", { name: "Files" });
const row = (desk, name) => panel(desk).getByRole("row", { name }).first();

/** Asks "why is a file not there?" and answers what is said. */
async function explain(desk, name) {
  await desk.button("Why is a file not there?").click();
  const dialog = desk.page.getByRole("dialog", { name: "Why is a file not there?" });
  await dialog.getByLabel("Its name, a part of it, or its path").fill(name);
  await dialog.getByRole("button", { name: "Explain" }).click();
  return dialog;
}

journey("a save is sent and tied, with its receipt", async ({ world, dana }) => {
  writeFileSync(world.at(work, "To client", "Schedule K.pdf"), "%PDF-1.4\nschedule K\n");
  await row(dana, /^Schedule K\.pdf .*Tied out: both sides match/).waitFor();
  await dana.button("More for Schedule K.pdf").click();
  await dana.page.getByRole("menuitem", { name: "Receipt" }).click();
  const dialog = dana.page.getByRole("dialog", { name: "Schedule K.pdf" });
  const receipt = dialog.getByRole("region", { name: "Receipt" });
  await expectText(receipt, /The client could see it[\s\S]*E[SD]T[\s\S]*this computer/);
  await expectText(receipt, /Ruth has not opened it yet/);
  await dana.look("a receipt");
  await dialog.getByRole("button", { name: "Close" }).click();
});

journey(
  "a file that somebody has open names them, and is sent when it is closed",
  async ({ world, dana }) => {
    const path = world.at(work, "To client", "Budget 2026.xlsx");
    mkdirSync(world.at(work, "To client"), { recursive: true });
    writeFileSync(
      world.at(work, "To client", ".~lock.Budget 2026.xlsx#"),
      "Lena Brandt,lena,desk,02.03.2026,",
    );
    const held = openSync(path, "w");
    writeSync(held, "half of the budget");
    await expectText(row(dana, /^Budget 2026\.xlsx/), /Lena Brandt[\s\S]*Waits for Excel to close/);
    await panel(dana)
      .getByText("Lena Brandt has this open in Excel. Tieout sends it when they close it.")
      .waitFor();
    await dana.look("files, one open elsewhere");
    const dialog = await explain(dana, "budget");
    await expectText(dialog, /Lena Brandt has this open in Excel/);
    closeSync(held);
    rmSync(world.at(work, "To client", ".~lock.Budget 2026.xlsx#"));
    await expectText(dialog, /Tied out/);
    await dialog.getByRole("button", { name: "Close" }).click();
    await row(dana, /^Budget 2026\.xlsx .*Tied out: both sides match/).waitFor();
  },
);

journey("an empty file is held and says why", async ({ world, dana }) => {
  writeFileSync(world.at(work, "To client", "Empty.docx"), "");
  await expectText(row(dana, /^Empty\.docx/), /Held: empty/);
  rmSync(world.at(work, "To client", "Empty.docx"));
  await row(dana, /^Empty\.docx/).waitFor({ state: "detached" });
});

journey("any file is explained: private, temporary, unknown", async ({ dana }) => {
  for (const [name, said] of [
    ["~$Schedule K.docx", /A temporary name[\s\S]*What to do/],
    ["no such thing.pdf", /No such file[\s\S]*Look at the spelling/],
  ]) {
    const dialog = await explain(dana, name);
    await expectText(dialog, said);
    await dana.look(`explain ${name}`);
    await dialog.getByRole("button", { name: "Close" }).click();
  }
});

journey("files gone at once wait for a decision, which is kept", async ({ world, dana }) => {
  const names = Array.from({ length: 14 }, (_, n) => `Statement ${n + 1}.pdf`);
  for (const name of names) writeFileSync(world.at(work, "To client", name), `%PDF-1.4\n${name}\n`);
  for (const name of names) await row(dana, new RegExp(`^${name} .*Tied out: both sides match`)).waitFor();
  for (const name of names) rmSync(world.at(work, "To client", name));
  const notice = dana.page.getByText("14 files went missing.");
  await notice.waitFor({ timeout: 60_000 });
  await dana.button("Decide").click();
  const dialog = dana.page.getByRole("dialog", { name: "14 files went missing" });
  assert.equal(await dialog.getByRole("list", { name: "Missing files" }).getByRole("listitem").count(), 14);
  await dana.look("deciding on files that went missing");
  await dialog.getByRole("button", { name: "Removed on purpose: withdraw" }).click();
  await dialog.waitFor({ state: "detached" });
  await notice.waitFor({ state: "detached" });
  const answer = await explain(dana, "Statement 3.pdf");
  await expectText(answer, /Gone from the share/);
  await answer.getByRole("button", { name: "Close" }).click();
  await dana.page.getByText("You left a note for the office").first().waitFor();
});

audit();
