import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Browser } from "./browser.mjs";
import { Desk } from "./desk.mjs";
import { Outbox } from "./mail.mjs";
import { program } from "./places.mjs";
import { Portal } from "./portal.mjs";
import { Process } from "./process.mjs";
import { until } from "./until.mjs";

const run = promisify(execFile);

const age = `
import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as db:
    assert db.execute("UPDATE ephemeral SET expires = expires - 15 * 60 * 1000000").rowcount > 0
`;

/** A port of the loopback that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * A firm of its own: a relay that is a real process, the office share, desks and client devices, all in
 * one temporary folder. Nothing in it talks to anything but the loopback.
 */
export class World {
  desks = [];
  portals = [];

  /**
   * Opens a world. Without `empty` it is the sample firm, a copy of what the suite made once; with it,
   * a relay without data and an empty share.
   */
  static async open({ empty = false } = {}) {
    const world = new World();
    world.dir = mkdtempSync(join(tmpdir(), "tieout-e2e-"));
    world.failures = `${world.dir}-failed`;
    if (empty) {
      mkdirSync(join(world.dir, "share/Clients"), { recursive: true });
    } else {
      cpSync(sample(), world.dir, { recursive: true });
      world.about = JSON.parse(readFileSync(join(world.dir, "sample.json"), "utf8"));
      world.about.share = join(world.dir, "share/Clients");
      writeFileSync(join(world.dir, "sample.json"), JSON.stringify(world.about));
    }
    world.share = join(world.dir, "share/Clients");
    world.data = join(world.dir, "relay");
    world.outbox = new Outbox(join(world.data, "outbox"));
    world.port = await freePort();
    world.url = `http://127.0.0.1:${world.port}`;
    world.browser = await Browser.open();
    return world;
  }

  async close() {
    for (const portal of this.portals) await portal.page.context().close();
    for (const desk of this.desks) await desk.stop();
    await this.stopRelay();
    await this.browser.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** What a program that is started here sees of this computer: nobody's home, keyring or session. */
  environment(extra = {}) {
    const home = join(this.dir, "home");
    mkdirSync(home, { recursive: true });
    return {
      PATH: process.env.PATH,
      DISPLAY: process.env.E2E_DISPLAY,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      LANG: "C.UTF-8",
      TZ: "America/New_York",
      NO_AT_BRIDGE: "1",
      GIO_USE_VFS: "local",
      ...extra,
    };
  }

  async startRelay() {
    this.relay = new Process(
      program("tieout-relay"),
      ["--data", this.data, "serve", "--listen", `127.0.0.1:${this.port}`, "--url", this.url],
      { env: this.environment(), log: join(this.dir, "relay.log") },
    );
    await until("the relay to be ready", async () => {
      if (!this.relay.alive) throw new Error(`the relay ended:\n${this.relay.tail()}`);
      return (await fetch(`${this.url}/readyz`)).ok;
    });
  }

  stopRelay() {
    return this.relay?.stop();
  }

  killRelay() {
    return this.relay.kill();
  }

  /** A command of the relay's operator, beside the relay that serves. Answers what it printed. */
  async operator(...args) {
    const { stdout } = await run(program("tieout-relay"), ["--data", this.data, ...args], {
      env: this.environment(),
    });
    return stdout;
  }

  /**
   * Makes everything that the relay keeps for a while (sign-ins, sessions, uploads) a quarter of an hour
   * older, as if nobody had done anything for so long.
   */
  async letQuarterHourPass() {
    await run("python3", ["-c", age, join(this.data, "tieout.db")]);
  }

  /** The desk of a member of the sample firm: enrolled, and shown where the share is. */
  async desk(first) {
    const desk = await this.newDesk(first);
    await run(
      program("tieout-sample"),
      ["desk", this.dir, "--who", first, "--data", desk.data, "--relay", this.url],
      { env: this.environment() },
    );
    await desk.start();
    await desk.ready();
    return desk;
  }

  /** A desk on a new computer, not started yet. */
  async newDesk(name) {
    const desk = new Desk(this, name, join(this.dir, `desk-${this.desks.length}`), await freePort());
    this.desks.push(desk);
    return desk;
  }

  /** A device of a contact with the portal open, not signed in. */
  async visitor(name, options) {
    const page = await this.browser.page(`portal ${name}`, options);
    const portal = new Portal(this, page);
    this.portals.push(portal);
    return portal;
  }

  /** A contact's device, signed in with the code of the mail. */
  async contact(email, options) {
    const portal = await this.visitor(email.split("@")[0], options);
    await portal.signIn(email);
    return portal;
  }

  /** A place on the share. */
  at(...parts) {
    return join(this.share, ...parts);
  }

  read(...parts) {
    return readFileSync(this.at(...parts));
  }

  /** Waits for a file on the share and answers its bytes. Only whole files have their name there. */
  async file(...parts) {
    const path = this.at(...parts);
    await until(`the file ${parts.join("/")}`, () => existsSync(path));
    return readFileSync(path);
  }

  /** What to look at when something went wrong; answers where it is. */
  async keep(name) {
    const dir = join(this.failures, name.replaceAll(/[^\w.-]+/g, "-").slice(0, 60));
    await this.browser.keep(dir);
    const logs = [["relay", this.relay], ...this.desks.map((d) => [d.name, d.process])];
    for (const [who, log] of logs) {
      if (log) writeFileSync(join(dir, `${who}.log`), log.tail(200));
    }
    return dir;
  }
}

function sample() {
  const dir = process.env.E2E_SAMPLE;
  if (!dir) throw new Error("start the journeys with npm run e2e: it prepares the sample firm");
  return dir;
}
