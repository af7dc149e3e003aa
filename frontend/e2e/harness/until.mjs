import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";

/**
 * Asks a condition again and again until it answers something true, and answers that. A condition that
 * throws is not met yet. Fails after `within` milliseconds with what was seen last.
 */
export async function until(what, condition, { within = 20_000, every = 40 } = {}) {
  const end = performance.now() + within;
  let last;
  for (;;) {
    try {
      last = await condition();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= end) break;
    await pause(every);
  }
  const seen = last instanceof Error ? last.message : inspect(last, { depth: 4 });
  throw new Error(`waited ${within} ms for ${what}; last seen: ${seen}`);
}
