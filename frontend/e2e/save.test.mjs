// A file saved in "To client" is in the portal; saved over, it is the next version.
import assert from "node:assert/strict";
import { copyFileSync, renameSync, writeFileSync } from "node:fs";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";
import { realPdf } from "./harness/places.mjs";
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

/** Real forms where there are some, else papers of the sample firm. */
function twoVersions(world) {
  return [
    realPdf("irs-f1040-2025.pdf") ??
      world.at("Ruth Adeyemi/2025 Form 1040/Correspondence/Engagement letter.pdf"),
    realPdf("irs-f1040-2022.pdf") ??
      world.at("Kestrel Marine Inc/2025 Form 1120-S/Correspondence/Cover letter.pdf"),
  ];
}

/** The promise: in the portal within two seconds. */
function soon(t, what, since) {
  const took = Math.round(performance.now() - since);
  t.diagnostic(`${what} ${took} ms later`);
  assert.ok(took < 2000, `${what} only after ${took} ms`);
}

/** The bytes that the portal hands out behind a link. */
function download(link) {
  return link
    .evaluate(async (a) => {
      const answer = await fetch(a.href);
      if (!answer.ok) throw new Error(`${a.href}: ${answer.status}`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
    })
    .then((text) => Buffer.from(text, "base64"));
}

journey("a PDF saved in To client shows up in the portal by itself", async ({ world, ruth, dana }, t) => {
  const [first] = twoVersions(world);
  const saved = performance.now();
  copyFileSync(first, world.at(work, "To client", "Form 1040, draft.pdf"));
  const row = ruth.document("Form 1040, draft.pdf");
  await row.waitFor();
  soon(t, "saved, and in the portal", saved);
  await expectText(row, /Sent today/);
  const link = row.getByRole("link", { name: "Download Form 1040, draft.pdf" });
  assert.deepEqual(await download(link), world.read(work, "To client", "Form 1040, draft.pdf"));
  await ruth.look("documents");

  await dana.row(/^Form 1040, draft\.pdf .*Tied out: both sides match/).waitFor();
  await dana.page
    .getByRole("img", { name: /^Tied out/ })
    .first()
    .waitFor();
  await dana.look("engagement, files");
});

journey("saved over, it is version 2, and version 1 is history", async ({ world, ruth, dana }, t) => {
  const [first, second] = twoVersions(world);
  // As programs save: a temporary file, renamed over the old one.
  const temporary = world.at(work, "To client", "~WRD0004.tmp");
  copyFileSync(second, temporary);
  const saved = performance.now();
  renameSync(temporary, world.at(work, "To client", "Form 1040, draft.pdf"));
  const row = ruth.document("Form 1040, draft.pdf");
  const earlier = row.getByRole("button", { name: "1 earlier version" });
  await earlier.waitFor();
  await expectText(row, /Latest/);
  soon(t, "saved over, and in the portal", saved);
  await expectText(row, /Version 2, sent today/);
  const link = row.getByRole("link", { name: "Download Form 1040, draft.pdf" });
  assert.deepEqual(await download(link), world.read(work, "To client", "Form 1040, draft.pdf"));
  await earlier.click();
  await expectText(row, /Version 1, /);
  await ruth.look("documents, earlier versions");
  await row.getByRole("link", { name: "Open version 1 of Form 1040, draft.pdf" }).click();
  await ruth.heading("Form 1040, draft.pdf, version 1").waitFor();
  await ruth.page.getByRole("region", { name: /^Page 1 of/ }).waitFor();
  await ruth.look("reading");
  await ruth.button("Close").click();
  await ruth.heading("Documents").waitFor();
  assert.ok(first !== second);

  await expectText(dana.row("Form 1040, draft.pdf"), /v2/);
  await dana.row("Form 1040, draft.pdf, v1").waitFor();
  await until(
    "no temporary file in the portal",
    async () => (await ruth.document("~WRD0004.tmp").count()) === 0,
  );
});

journey("what is private stays on the share", async ({ world, ruth, dana }) => {
  writeFileSync(world.at(work, "Workpapers", "Partner notes.pdf"), "%PDF-1.4\nfor nobody else\n");
  writeFileSync(world.at(work, "To client", "Cover note.txt"), "Dear Ruth");
  await ruth.document("Cover note.txt").waitFor();
  assert.equal(await ruth.document("Partner notes.pdf").count(), 0);
  await expectText(dana.row(/^Workpapers/), /3 files/);
});

audit();
