import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const running = new Set();

process.on("exit", () => {
  for (const started of running) started.signal("SIGKILL");
});
for (const [name, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
]) {
  process.on(name, () => process.exit(code));
}

/**
 * A program that a test started, in a process group of its own: signals reach its children too, and
 * none of it outlives this process.
 */
export class Process {
  #log;
  #gone;

  constructor(command, args, { env, log }) {
    this.#log = log;
    const out = openSync(log, "a");
    this.child = spawn(command, args, { env, stdio: ["ignore", out, out], detached: true });
    closeSync(out);
    this.#gone = new Promise((resolve) => {
      this.child.once("exit", (code, signal) => resolve({ code, signal }));
      this.child.once("error", (error) => resolve({ code: -1, error }));
    }).then((how) => {
      running.delete(this);
      this.how = how;
      return how;
    });
    running.add(this);
  }

  get alive() {
    return this.how === undefined;
  }

  signal(name) {
    try {
      process.kill(-this.child.pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }

  /** Asks it to end, and makes it end when it has not after `within` milliseconds. */
  async stop(within = 15_000) {
    if (!this.alive) return this.how;
    this.signal("SIGTERM");
    const late = pause(within, "late", { ref: false });
    if ((await Promise.race([this.#gone, late])) === "late") return this.kill();
    return this.how;
  }

  /** Ends it as a power cut does. */
  kill() {
    this.signal("SIGKILL");
    return this.#gone;
  }

  /** The last lines it wrote. */
  tail(lines = 15) {
    return readFileSync(this.#log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  }
}
