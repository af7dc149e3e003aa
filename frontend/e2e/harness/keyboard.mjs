import assert from "node:assert/strict";

/** Somebody who uses a page with the keyboard alone. */
export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /**
   * Presses Tab until the thing of that role and name has the focus. It must be reachable, and what has
   * the focus must be seen to have it.
   */
  async reach(role, name, { most = 80, key = "Tab" } = {}) {
    const wanted = this.page.getByRole(role, { name }).and(this.page.locator(":focus"));
    const passed = [];
    for (let n = 0; n < most; n++) {
      if (await wanted.count()) {
        await this.#seen(`${role} ${name}`);
        return;
      }
      passed.push(await this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
      await this.page.keyboard.press(key);
    }
    assert.fail(
      `${role} ${name} was not reached in ${most} presses of ${key}; passed:\n${passed.join("\n")}`,
    );
  }

  async #seen(what) {
    const marked = await this.page.evaluate(() => {
      const drawn = (element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
      };
      // The mark may be drawn around the box that holds the input, or on what follows a hidden one.
      for (let at = document.activeElement, up = 0; at && up < 4; at = at.parentElement, up++) {
        if (drawn(at) || (at.nextElementSibling && drawn(at.nextElementSibling))) return true;
      }
      return false;
    });
    assert.ok(marked, `${what} has the focus, and nothing shows it`);
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text) {
    return this.page.keyboard.type(text);
  }
}
