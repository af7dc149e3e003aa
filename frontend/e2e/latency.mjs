// Measures how long it takes until the other side has a file, and prints the median and the 95th
// percentile: from a save on the share to its row in the client's open page, and from an upload in the
// browser to the file on the share. It asserts nothing. The argument is how often; 30 unless told.
import { existsSync, writeFileSync } from "node:fs";
import { prepare } from "./harness/suite.mjs";
import { until } from "./harness/until.mjs";

const shared = await prepare();
Object.assign(process.env, shared.env);
const { World } = await import("./harness/world.mjs");

const times = Number(process.argv[2] ?? 30);
const work = "Acme Ltd/2025 Form 1120-S";
const size = 200 << 10;

/** A file of its own, so that nothing is known already. */
function bytes(n) {
  return Buffer.concat([Buffer.from(`%PDF-1.4\n% ${n} ${Date.now()}\n`), Buffer.alloc(size, `${n} `)]);
}

function print(what, all) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
  process.stdout.write(`${what.padEnd(44)} median ${at(0.5)} ms   p95 ${at(0.95)} ms   (N=${all.length})\n`);
}

async function saves(world, ruth) {
  const all = [];
  await ruth.documents();
  for (let n = 1; n <= times; n++) {
    const name = `Saved ${n}.pdf`;
    const start = performance.now();
    writeFileSync(world.at(work, "To client", name), bytes(n));
    await ruth.document(name).waitFor();
    all.push(performance.now() - start);
  }
  return all;
}

async function uploads(world, ruth) {
  const [chosen, pressed] = [[], []];
  for (let n = 1; n <= times; n++) {
    const name = `Sent ${n}.pdf`;
    await ruth.home();
    await ruth.page.getByRole("link", { name: /something else/i }).click();
    await ruth.heading("Send us something").waitFor();
    const start = performance.now();
    await ruth.choose([{ name, mimeType: "application/pdf", buffer: bytes(n) }]);
    await until("the file to be ready", () => ruth.button("Send 1 file").isEnabled(), { every: 5 });
    const press = performance.now();
    await ruth.button("Send 1 file").click();
    await until("the file on the share", () => existsSync(world.at(work, "From client", name)), { every: 2 });
    const end = performance.now();
    chosen.push(end - start);
    pressed.push(end - press);
    await ruth.receipt();
  }
  return { chosen, pressed };
}

const world = await World.open();
try {
  await world.startRelay();
  await world.desk("Dana");
  const ruth = await world.contact("ruth@acme.example");
  await ruth.client("Acme Ltd");
  print("saved on the share → shown in the portal", await saves(world, ruth));
  const { chosen, pressed } = await uploads(world, ruth);
  print("chosen in the browser → filed on the share", chosen);
  print("Send pressed → filed on the share", pressed);
} finally {
  await world.close();
  await shared.end();
}
process.exit();
