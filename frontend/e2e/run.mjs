// Runs the journeys with node's test runner, which prints TAP. Arguments are files to run instead of all.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "./harness/suite.mjs";

const here = import.meta.dirname;

function journeys() {
  return readdirSync(here)
    .filter((name) => name.endsWith(".test.mjs"))
    .sort()
    .map((name) => join(here, name));
}

const named = process.argv.slice(2);
const shared = await prepare();
const env = { ...process.env, ...shared.env };
const args = ["--test", "--test-reporter=tap", "--test-concurrency=1"];
const tests = spawn(process.execPath, [...args, ...(named.length > 0 ? named : journeys())], {
  stdio: "inherit",
  env,
});
tests.on("exit", async (code) => {
  await shared.end();
  process.exit(code ?? 1);
});
