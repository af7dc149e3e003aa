import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.mjs";

/** The relay's outbox folder, as somebody who waits for a mail looks at it. */
export class Outbox {
  #dir;

  constructor(dir) {
    this.#dir = dir;
  }

  /** What is there now; pass it to `next` to hear of later mail only. */
  seen() {
    return new Set(this.#names());
  }

  /** Waits for a mail to an address that was not there before. */
  next(to, before, subject = "") {
    return until(`a mail to ${to} ${subject}`, () => this.since(to, before, subject)[0]);
  }

  /** The mails to an address that were not there before. */
  since(to, before, subject = "") {
    return this.#names()
      .filter((name) => !before.has(name))
      .map((name) => parse(readFileSync(join(this.#dir, name), "utf8")))
      .filter((mail) => mail.to.includes(`<${to}>`) && mail.subject.includes(subject));
  }

  #names() {
    try {
      return readdirSync(this.#dir).filter((name) => name.endsWith(".eml"));
    } catch (error) {
      if (error.code === "ENOENT") return [];
      throw error;
    }
  }
}

function parse(raw) {
  const [head, ...rest] = raw.replaceAll("\r\n", "\n").split("\n\n");
  const headers = head.replaceAll(/\n[ \t]+/g, " ").split("\n");
  const header = (name) => headers.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
  const text = quotedPrintable(rest.join("\n\n"));
  return {
    to: header("To"),
    subject: header("Subject"),
    text,
    link: text.match(/https?:\/\/\S+/)?.[0],
    code: text.match(/code[^:]*: (\S+)/)?.[1],
  };
}

function quotedPrintable(text) {
  const bytes = text
    .replaceAll(/=\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
