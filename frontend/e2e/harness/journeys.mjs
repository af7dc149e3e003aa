import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World } from "./world.mjs";

/**
 * One world for the tests of a file. `furnish` runs once it is open. After the tests it is asked whether
 * every screen that was visited can be used by everybody, and whether a page complained.
 */
export function story(options, furnish) {
  const shared = {};
  before(
    async () => {
      const world = await World.open(options);
      shared.world = world;
      try {
        Object.assign(shared, await furnish(world));
      } catch (error) {
        error.message += `\nPictures and logs: ${await world.keep("furnish")}`;
        await world.close();
        throw error;
      }
    },
    { timeout: 120_000 },
  );
  after(() => shared.world?.close(), { timeout: 60_000 });

  /** A test that keeps pictures of all pages, and the logs, when it fails. */
  function journey(name, steps) {
    test(name, { timeout: 120_000 }, async (t) => {
      try {
        await steps(shared, t);
      } catch (error) {
        error.message += `\nPictures and logs: ${await shared.world.keep(name)}`;
        throw error;
      }
    });
  }

  /** Stands last in its file. */
  function audit() {
    test("every screen that was visited can be used by everybody, in both themes", async (t) => {
      const { screens, complaints } = shared.world.browser;
      t.diagnostic(`${screens.size} screens: ${[...screens.keys()].join(", ")}`);
      assert.ok(screens.size > 0, "no screen was looked at");
      const wrong = [
        ...[...screens.values()].flat(),
        ...[...new Set(complaints)].map((c) => `complains: ${c}`),
      ];
      // Each under its own name, which is what a list of failed tests shows.
      await Promise.all(
        wrong.map((one) => t.test(one.replace(/\s+/g, " ").slice(0, 300), () => assert.fail(one))),
      );
    });
  }

  return { journey, audit };
}
