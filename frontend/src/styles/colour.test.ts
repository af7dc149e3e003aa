// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(`${import.meta.dirname}/colour.css`, "utf8");

type Tokens = Record<string, string>;

function tokensOf(block: string): Tokens {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2]]));
}

const blocks = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map((m) => tokensOf(m[1] ?? ""));
const [light = {}, systemDark = {}, chosenDark = {}] = blocks;

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(tokens: Tokens, front: string, ground: string): number {
  const [a, b] = [tokens[front], tokens[ground]];
  if (!a || !b) throw new Error(`no such token: ${front} or ${ground}`);
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}

const statuses = ["waiting", "preparing", "reviewing", "ready", "signing", "complete", "paused"];
const grounds = ["canvas", "surface", "sunken", "hover", "accent-soft"];
const text: [string, string][] = [
  ...grounds.flatMap((g): [string, string][] => ["ink", "ink-2", "ink-3"].map((t) => [t, g])),
  ...["canvas", "surface", "sunken", "hover", "accent-soft"].map((g): [string, string] => ["accent", g]),
  ...statuses.flatMap((s): [string, string][] => [
    [s, `${s}-soft`],
    [s, "surface"],
    [s, "accent-soft"],
  ]),
  ...["warn", "danger", "info"].flatMap((s): [string, string][] => [
    [s, `${s}-soft`],
    [s, "surface"],
    [s, "sunken"],
    ["ink-2", `${s}-soft`],
  ]),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["toast-ink", "toast"],
  ["toast-ink", "toast-button"],
  ["toast-accent", "toast"],
  ["paper-ink", "paper"],
  ["paper-accent", "paper-accent-soft"],
  ["paper-ink-2", "paper-soft"],
  ["paper", "paper-accent"],
  ["signature-ink", "paper"],
];
const controls: [string, string][] = [
  ["control", "surface"],
  ["control", "canvas"],
  ["control", "sunken"],
  ["accent", "surface"],
  ["accent", "canvas"],
  ["accent", "desk"],
  ["danger", "surface"],
];

describe("colour tokens", () => {
  test("the dark theme is the same whether the system or the person chose it", () => {
    expect(blocks).toHaveLength(3);
    expect(Object.keys(light).length).toBeGreaterThan(50);
    expect(chosenDark).toEqual(systemDark);
    expect(Object.keys(light)).toEqual(Object.keys(systemDark));
  });

  for (const [theme, tokens] of [
    ["light", light],
    ["dark", systemDark],
  ] as const) {
    test.each(text)(`${theme}: %s on %s reads at 4.5:1`, (front, ground) => {
      expect(ratio(tokens, front, ground)).toBeGreaterThanOrEqual(4.5);
    });
    test.each(controls)(`${theme}: %s on %s is seen at 3:1`, (front, ground) => {
      expect(ratio(tokens, front, ground)).toBeGreaterThanOrEqual(3);
    });
  }

  test("the measure agrees with the published extremes", () => {
    expect(ratio({ a: "#ffffff", b: "#000000" }, "a", "b")).toBeCloseTo(21, 5);
    expect(ratio(light, "ink", "surface")).toBeCloseTo(17, 1);
  });
});
