// Runs the journeys: prepares one virtual display and one sample firm for all of them, then hands over
// to node's test runner, which prints TAP. Arguments are files to run instead of all.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./harness/places.mjs";
import { Process } from "./harness/process.mjs";
import { until } from "./harness/until.mjs";

const here = import.meta.dirname;
const dir = mkdtempSync(join(tmpdir(), "tieout-e2e-suite-"));

async function main() {
  for (const name of ["tieout-relay", "tieout-dev"]) program(name);
  const display = await startDisplay();
  const sample = join(dir, "sample");
  execFileSync(program("tieout-sample"), ["build", sample], { stdio: ["ignore", "ignore", "inherit"] });
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : testFiles();
  const tests = spawn(process.execPath, ["--test", "--test-reporter=tap", "--test-concurrency=1", ...files], {
    stdio: "inherit",
    env: { ...process.env, E2E_DISPLAY: display, E2E_SAMPLE: sample },
  });
  const code = await new Promise((resolve) => tests.on("exit", (exit) => resolve(exit ?? 1)));
  process.exitCode = code;
}

function testFiles() {
  return readdirSync(here)
    .filter((name) => name.endsWith(".test.mjs"))
    .sort()
    .map((name) => join(here, name));
}

async function startDisplay() {
  const log = join(dir, "display");
  // It chooses a number that is free, and writes it to its output.
  const display = new Process(
    "Xvfb",
    ["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
    { env: process.env, log },
  );
  const number = await until("the virtual display", () => {
    if (!display.alive) throw new Error(`Xvfb ended:\n${display.tail()}`);
    return readFileSync(log, "utf8").match(/^(\d+)$/m)?.[1];
  });
  return `:${number}`;
}

process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
await main();
process.exit();
