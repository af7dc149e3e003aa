import { Check, Minus, X } from "lucide-react";
import { cx } from "#/ui/cx";
import { Hidden } from "#/ui/Hidden";
import type { Icon } from "#/ui/icon";
import type { view } from "../api";
import css from "./Verify.module.css";

const looks: Record<string, { icon: Icon; spoken: string; tone: string | undefined }> = {
  ok: { icon: Check, spoken: "Holds: ", tone: css.good },
  bad: { icon: X, spoken: "Fails: ", tone: css.bad },
};
const unchecked = { icon: Minus, spoken: "Not checked: ", tone: css.open };

/** Everything that was checked, what fails first. */
export function VerdictLines({ lines, broken }: { lines: readonly view.VerdictLine[]; broken: string }) {
  const ordered = [...lines].sort((a, b) => Number(b.state === "bad") - Number(a.state === "bad"));
  return (
    <div className={css.details}>
      {broken !== "" && (
        <p>
          <strong>What is broken:</strong> {broken}
        </p>
      )}
      <ul aria-label="What was checked">
        {ordered.map((line) => {
          const { icon: Glyph, spoken, tone } = looks[line.state] ?? unchecked;
          return (
            <li key={line.words} className={css.line}>
              <Glyph size={16} className={cx(css.sign, tone)} />
              <span>
                <Hidden>{spoken}</Hidden>
                {line.words}
                {line.detail && <span className={css.detail}>{line.detail}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
