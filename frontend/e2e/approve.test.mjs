// A draft is assembled, approved and published without a line, signed, sealed, and checked by others.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";
import { pdfsig, qpdfCheck, textOf } from "./harness/papers.mjs";
import { realPdf } from "./harness/places.mjs";
import { phone } from "./harness/portal.mjs";
import { until } from "./harness/until.mjs";

const work = "Jon Calloway/2025 Form 1040";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  const folder = world.at(work, "Correspondence");
  mkdirSync(folder, { recursive: true });
  copyFileSync(
    world.at("Ruth Adeyemi/2025 Form 1040/Correspondence/Engagement letter.pdf"),
    `${folder}/Engagement letter.pdf`,
  );
  copyFileSync(
    realPdf("irs-f1040-2025.pdf") ??
      world.at("Kestrel Marine Inc/2025 Form 1120-S/Tax software/K-1 package.pdf"),
    `${folder}/Organizer.pdf`,
  );
  const tom = await world.desk("Tom");
  const dana = await world.desk("Dana");
  return { tom, dana };
});

journey("Tom assembles a letter with a signature and sends it to review", async ({ tom }) => {
  await tom.assemble("Jon Calloway");
  await tom.addParts("Engagement letter.pdf", "Organizer.pdf");
  await tom.page.getByRole("region", { name: /^Page 1 of/ }).waitFor();
  await tom.page
    .getByRole("complementary", { name: "Signers and preflight" })
    .getByRole("button", { name: "Add" })
    .click();
  await tom.page.getByRole("menuitem", { name: /Jon Calloway/ }).click();
  await tom.placeField("Signature", 0.2, 0.75);
  await tom.placeField("Date", 0.6, 0.75);
  await tom.page.getByRole("textbox", { name: "Title" }).fill("Engagement letter");
  await tom.page.getByRole("switch", { name: "Final deliverable" }).press(" ");
  await tom.look("assemble");
  await tom.button("Send to review").click();
  await tom.at(/#\/review\//);
  await tom.page.getByRole("region", { name: /^Page 1 of/ }).waitFor();
  await expectText(tom.page.getByRole("complementary", { name: "Review" }), /[Dd]raft 1, 4 pages, seal/);
});

journey(
  "Dana approves and publishes on the train, and it goes out when the line is back",
  async ({ world, tom, dana }) => {
    await dana.openDraft("Review", "Jon Calloway");
    await dana.look("review");
    await world.stopRelay();
    await dana.state(/^Offline/);
    await dana.button(/^Approve/).click();
    await dana.openDraft("Publish", "Jon Calloway"); // Review went on to the next one
    await dana.button(/^Publish/).waitFor();
    await dana.look("publish");
    await dana.button(/^Publish/).click();
    await dana.state(/^Offline.*2 /);
    await dana.page.getByText("queued").first().waitFor();
    await tom.state(/^Offline/);

    await world.startRelay();
    await dana.state(/^Tied out/);
    await expectText(dana.page.getByRole("complementary", { name: "Where it stands" }), /0 of 1 signed/);
    await dana.look("published");
  },
);

journey(
  "Jon reads, agrees and signs; the sealed copy and its evidence are in Signed",
  async ({ world, dana }, t) => {
    const approved = world.read(work, "For signature", only(world.at(work, "For signature"), /\.pdf$/));
    const jon = await world.contact("jon@calloway.example", { viewport: phone, hasTouch: true });
    await jon.look("home, something to sign");
    await jon.sign("Engagement letter", { look: true });
    const signed = performance.now();
    const folder = world.at(work, "Signed");
    const [name] = await until("the sealed copy in Signed", () => {
      const names = readdirSync(folder).filter((n) => !n.startsWith("."));
      return names.length === 2 && names.filter((n) => n.endsWith(".pdf"));
    });
    t.diagnostic(`sealed and filed ${Math.round(performance.now() - signed)} ms after signing`);
    const sealed = readFileSync(`${folder}/${name}`);
    const evidence = JSON.parse(
      readFileSync(`${folder}/${name.replace(/\.pdf$/, ".evidence.json")}`, "utf8"),
    );
    assert.ok(
      JSON.stringify(evidence).includes(sha256(approved)),
      "the evidence does not name the approved bytes",
    );
    assert.ok(sealed.length > approved.length);
    assert.deepEqual(sealed.subarray(0, approved.length), approved, "the approved bytes are not a prefix");

    const said = await pdfsig(`${folder}/${name}`);
    assert.match(said, /Signature Validation: Signature is Valid/);
    assert.match(said, /Total document signed/);
    assert.match(await qpdfCheck(`${folder}/${name}`), /No syntax or stream encoding errors found/);
    assert.match(await textOf(`${folder}/${name}`), /Jon Calloway/);

    await jon.page.getByRole("link", { name: "Signed copy" }).waitFor();
    await expectText(jon.page.locator("main"), /Signed by\s+Jon Calloway\s+When/);
    await jon.look("signed");
    await expectText(
      dana.page.getByRole("complementary", { name: "Where it stands" }),
      /[Ss]ealed|1 of 1 signed/,
    );
  },
);

journey(
  "without a line, the sealed copy checks as intact, and a changed byte is named",
  async ({ world, tom }) => {
    await world.stopRelay();
    await tom.state(/^Offline/);
    const folder = world.at(work, "Signed");
    const name = only(folder, /\.pdf$/);
    await tom.section("Setup");
    await tom.page.getByText("Check a PDF").click();
    await tom.answerDialog(`${folder}/${name}`);
    await tom.button(/^Choose/).click();
    await tom.heading("Intact").waitFor();
    await tom.heading("Origin known").waitFor();
    await tom.look("check a PDF");

    const bytes = readFileSync(`${folder}/${name}`);
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    const changed = world.at(work, "Correspondence", "changed.pdf");
    writeFileSync(changed, bytes);
    await tom.answerDialog(changed);
    await tom.button("Check another file").click();
    await tom.heading("Not intact").waitFor();
    await tom.page.getByText(/What is broken:/).waitFor();
    await world.startRelay();
    await tom.state(/^Tied out/);
  },
);

journey(
  "a draft that was replaced meanwhile: approval and publishing are refused, nothing is published",
  async ({ world, tom, dana }) => {
    await dana.openDraft("Review", "Kestrel Marine");
    await world.stopRelay();
    await dana.state(/^Offline/);
    await dana.button(/^Approve/).click();
    await dana.button(/^Settle (both|it|all .*) and approve$/).click();
    await dana.openDraft("Publish", "Kestrel Marine"); // Review went on to the next one
    await dana.button(/^Publish/).click();
    await dana.state(/^Offline.*2 /);
    await dana.stop(); // the laptop is closed

    await world.startRelay();
    await tom.state(/^Tied out/);
    await tom.assemble("Kestrel Marine");
    await tom.addParts("Cover letter.pdf", "Kestrel 1120-S draft 2.pdf");
    await tom.button("Send to review").click();
    await tom.at(/#\/review\//);
    await expectText(tom.page.getByRole("complementary", { name: "Review" }), /[Dd]raft 3, /);
    await tom.state(/^Tied out/);

    await dana.start();
    await dana.ready();
    await dana.section("Today");
    const card = dana.page.getByRole("region", { name: "Not taken" });
    await expectText(card, /Kestrel Marine Inc\./);
    await expectText(card, /Publish .* was not sent either/);
    await dana.look("today, an act that was not taken");
    await card.getByRole("button", { name: "Look and approve again" }).click();
    await dana.page.getByText("A newer draft took the place of this one.").waitFor();
    await dana.page.getByRole("region", { name: /^Page 1 of/ }).waitFor();
    await dana.look("review, replaced");

    const ines = await world.contact("ines@kestrel.example");
    assert.equal(await ines.page.getByRole("link", { name: /Read and sign/ }).count(), 0);
    await ines.documents();
    assert.equal(
      (await ines.page.getByText("2025 Form 1120-S", { exact: true }).filter({ visible: true }).count()) <= 1,
      true,
    );
    const published = await ines.page.evaluate(async () => {
      const me = await (await fetch("/portal/api/me")).json();
      const documents = await (await fetch(`/portal/api/clients/${me.clients[0].id}/documents`)).json();
      return documents.folders.flatMap((f) => [...f.office, ...f.signed]).filter((d) => d.deliverable).length;
    });
    assert.equal(published, 0, "something was published");
  },
);

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The name of the one file in a folder that fits. */
function only(folder, pattern) {
  const names = readdirSync(folder).filter((name) => pattern.test(name));
  assert.equal(names.length, 1, `${folder}: ${names}`);
  return names[0];
}

audit();
