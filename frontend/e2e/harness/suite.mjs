import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./places.mjs";
import { Process } from "./process.mjs";
import { until } from "./until.mjs";

/**
 * Prepares what all worlds of a run share: one virtual display, and one sample firm that each world
 * copies. Answers the environment that worlds expect, and what ends the display: whoever opens the next
 * one may get its number, so it is waited for. Both end with this process at the latest.
 */
export async function prepare() {
  for (const name of ["tieout-relay", "tieout-dev", "tieout-sample"]) program(name);
  const dir = mkdtempSync(join(tmpdir(), "tieout-e2e-suite-"));
  process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
  const sample = join(dir, "sample");
  execFileSync(program("tieout-sample"), ["build", sample], { stdio: ["ignore", "ignore", "inherit"] });
  const { display, number } = await startDisplay(join(dir, "display"));
  return { env: { E2E_DISPLAY: `:${number}`, E2E_SAMPLE: sample }, end: () => display.stop() };
}

/** Starts Xvfb, which chooses a number that is free and writes it to its output. */
async function startDisplay(log) {
  const args = ["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"];
  const display = new Process("Xvfb", args, { env: process.env, log });
  const number = await until("the virtual display", () => {
    if (!display.alive) throw new Error(`Xvfb ended:\n${display.tail()}`);
    return readFileSync(log, "utf8").match(/^(\d+)$/m)?.[1];
  });
  return { display, number };
}
