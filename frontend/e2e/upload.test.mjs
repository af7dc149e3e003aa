// A client sends files in the browser; they are filed on the share, byte for byte, and the office knows.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";
import { realPdf } from "./harness/places.mjs";
import { phone } from "./harness/portal.mjs";
import { until } from "./harness/until.mjs";

const work = "Acme Ltd/2025 Form 1120-S";
const invoice = "Vehicle purchase invoice, Aug 14, 2025";
const loan = "Shareholder loan agreement";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  const dana = await world.desk("Dana");
  const priya = await world.desk("Priya");
  const ruth = await world.contact("ruth@acme.example", { viewport: phone, hasTouch: true });
  await ruth.client("Acme Ltd");
  return { dana, priya, ruth };
});

function payload(name, buffer) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(buffer) };
}

journey(
  "Ruth sends what was asked for, and it is filed with a receipt",
  async ({ world, ruth, dana, priya }, t) => {
    const bytes = readFileSync(
      realPdf("return-ny-javier.pdf") ??
        world.at("Grantham Holdings Inc/2025 Form 1120-S/Correspondence/Engagement letter.pdf"),
    );
    await dana.section("Today");
    await ruth.openRequest(invoice);
    await ruth.look("send files");
    await ruth.choose([payload("Van invoice.pdf", bytes)]);
    await expectText(ruth.chosen("Van invoice.pdf"), /Ready to send/);
    await ruth.page.getByLabel(/Anything .* should know/).fill("The dealer's copy, both pages.");
    const sent = performance.now();
    await ruth.button("Send 1 file").click();
    const receipt = await ruth.receipt();
    t.diagnostic(`Received after ${Math.round(performance.now() - sent)} ms, receipt ${receipt}`);
    const filed = await world.file(work, "From client", invoice, "Van invoice.pdf");
    t.diagnostic(`filed on the share after ${Math.round(performance.now() - sent)} ms`);
    assert.deepEqual(filed, bytes, "the file on the share is not what was sent");
    await ruth.look("received");
    await expectText(ruth.page.locator("main"), /One thing left\s+Shareholder loan agreement/);

    // The preparer is away: it is Dana who is told, on Today, without a click.
    await dana.row(`Acme Ltd, ${invoice}`).click();
    const pane = dana.page.getByRole("complementary", { name: invoice });
    await expectText(pane, /Filed 1 file in From client\/Vehicle purchase invoice, Aug 14, 2025/);
    await expectText(pane, /The dealer's copy, both pages\./);
    await expectText(pane, /Request marked received\. 6 of 7 are in/);
    await dana.look("today, an arrival");
    await priya.section("Today");
    assert.equal(await priya.row(`Acme Ltd, ${invoice}`).count(), 0, "somebody else is told too");

    await dana.engagement("Acme Ltd");
    await expectText(dana.page.getByRole("complementary", { name: "Requests" }), /6 of 7/);
    await dana.row(/^Van invoice\.pdf .*Tied out: both sides match/).waitFor();
    // The receipt: who put it where, and when. Both desks are on; whichever comes first files it.
    await expectText(
      dana.page.getByRole("list", { name: "Timeline" }),
      new RegExp(
        `(You|Priya) filed Van invoice\\.pdf on the share\\s+.*From client/${invoice}/Van invoice\\.pdf`,
      ),
    );
  },
);

journey("Dana accepts it, and Ruth is not asked any more", async ({ ruth, dana }) => {
  await dana.section("Today");
  await dana.row(`Acme Ltd, ${invoice}`).click();
  await dana.button("Accept").click();
  await until("the row to leave Today", async () => (await dana.row(`Acme Ltd, ${invoice}`).count()) === 0);
  await ruth.home();
  await ruth.page.getByRole("link", { name: `Upload: ${loan}` }).waitFor();
  assert.equal(await ruth.page.getByRole("link", { name: `Upload: ${invoice}` }).count(), 0);
  await ruth.documents();
  await expectText(ruth.document("Van invoice.pdf"), /Accepted/);
});

journey(
  "names that would hurt are refused kindly, or made harmless on the share",
  async ({ world, ruth }) => {
    const long = `${"Statement of everything ".repeat(13)}.pdf`;
    assert.ok(long.length > 300);
    await ruth.openRequest(loan);
    await ruth.choose([
      payload("..\\..\\evil.exe", "MZ\x90\x00"),
      payload("holiday.pdf", "MZ\x90\x00 a program under another name"),
      payload("empty.pdf", ""),
      payload("invoice\u202Efdp.exe", "%PDF-1.4 not"),
      payload("agreement\u202Egpj.pdf", "%PDF-1.4\nright to left\n"),
      payload("CON.pdf", "%PDF-1.4\na device\n"),
      payload(long, "%PDF-1.4\nlong\n"),
      payload("a:b?*|.pdf", "%PDF-1.4\nsigns\n"),
      payload(
        "cut off.pdf",
        readFileSync(
          realPdf("irs-f1040-2025.pdf") ?? world.at(work, "To client/Draft financials.pdf"),
        ).subarray(0, 900),
      ),
    ]);
    await expectText(ruth.chosen("evil.exe"), /We can’t take \.exe files/);
    await expectText(ruth.chosen("holiday.pdf"), /We can’t take programs/);
    await expectText(ruth.chosen("empty.pdf"), /is empty/);
    await expectText(ruth.chosen("fdp.exe"), /We can’t take \.exe files/);
    await ruth.look("send files, some refused");
    for (const name of ["evil.exe", "holiday.pdf", "empty.pdf", "fdp.exe"]) {
      await ruth
        .chosen(name)
        .getByRole("button", { name: /^Remove/ })
        .click();
    }
    await ruth.button("Send 5 files").click();
    await ruth.receipt();

    const folder = world.at(work, "From client", loan);
    const names = await until("five files on the share", () => {
      const found = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")) : [];
      return found.length === 5 && found;
    });
    for (const name of names) {
      assert.match(name, /^[^<>:"/\\|?*\p{Cc}\p{Cf}]+\.pdf$/u, "a name that Windows or a person misreads");
      assert.doesNotMatch(name, /^(con|prn|aux|nul|com\d|lpt\d)\./i);
      assert.ok(name.length <= 200, `${name.length} characters`);
    }
    const contents = names.map((name) => readFileSync(`${folder}/${name}`, "latin1"));
    for (const text of ["right to left", "a device", "long", "signs"]) {
      assert.equal(contents.filter((c) => c === `%PDF-1.4\n${text}\n`).length, 1, text);
    }
    assert.equal(
      contents.filter((c) => c.length === 900).length,
      1,
      "the truncated file is filed as it came",
    );
    assert.deepEqual(readdirSync(world.share).includes("evil.exe"), false);
  },
);

journey("a desk that was off files once, when it is on again", async ({ world, ruth, dana, priya }) => {
  await priya.stop();
  await dana.kill();
  await ruth.documents();
  await ruth.home();
  await ruth.page
    .getByRole("link", { name: /something else/i })
    .first()
    .click();
  await ruth.heading("Send us something").waitFor();
  const bytes = Buffer.alloc(3 << 20, "three megabytes ");
  await ruth.send([payload("Ledger export.csv", bytes)]);
  assert.ok(!existsSync(world.at(work, "From client", "Ledger export.csv")));
  await dana.start();
  await dana.ready();
  assert.deepEqual(await world.file(work, "From client", "Ledger export.csv"), bytes);
  await dana.row(/Sent without a request: Ledger export\.csv/).waitFor();
  const copies = readdirSync(world.at(work, "From client")).filter((name) => name.startsWith("Ledger"));
  assert.deepEqual(copies, ["Ledger export.csv"]);
});

audit();
