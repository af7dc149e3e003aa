import { until } from "./until.mjs";

/** Waits until an element says something, and answers all it says. */
export function expectText(locator, pattern, options) {
  return until(
    `${locator} to say ${pattern}`,
    async () => {
      const text = await locator.innerText({ timeout: 1000 });
      if (!pattern.test(text)) throw new Error(`it says: ${text}`);
      return text;
    },
    options,
  );
}
