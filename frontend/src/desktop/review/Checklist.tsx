import { Check, CircleAlert, TriangleAlert } from "lucide-react";
import { Button } from "#/ui/Button";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import css from "./Checklist.module.css";

/** One line: what was looked at, and what was found. */
export interface CheckLine {
  code: string;
  words: string;
  detail?: string;
  /** Must be put right; worth a look; fine. */
  state: "stop" | "look" | "ok";
  /** One Button with `look="link"`. */
  act?: { label: string; onPress: () => void };
}

const looks: Record<CheckLine["state"], { icon: Icon; spoken: string }> = {
  stop: { icon: CircleAlert, spoken: "To fix: " },
  look: { icon: TriangleAlert, spoken: "To look at: " },
  ok: { icon: Check, spoken: "Passed: " },
};
const rank = { stop: 0, look: 1, ok: 2 };

/** What was computed, what stops first. */
export function Checklist({ lines, label }: { lines: readonly CheckLine[]; label: string }) {
  const ordered = [...lines].sort((a, b) => rank[a.state] - rank[b.state]);
  return (
    <ul aria-label={label} className={css.list}>
      {ordered.map((line) => {
        const { icon: Glyph, spoken } = looks[line.state];
        return (
          <li key={line.code} className={cx(css.line, css[line.state])}>
            <Glyph size={16} className={css.icon} />
            <span className={css.words}>
              <Hidden>{spoken}</Hidden>
              {line.words}
              {line.detail && <span className={css.detail}>{line.detail}</span>}
            </span>
            {line.act && (
              <Button look="link" aria-label={`${line.act.label}: ${line.words}`} onPress={line.act.onPress}>
                {line.act.label}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
