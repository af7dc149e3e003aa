import { BadgeCheck, BadgeX, CircleHelp, Stamp } from "lucide-react";
import { cx } from "#/ui/cx";
import type { Icon } from "#/ui/icon";
import { Panel } from "#/ui/Panel";
import type { view } from "../api";
import { VerdictLines } from "./VerdictLines";
import css from "./Verify.module.css";

/** Two separate answers: whether the file is whole, and whose seal it bears. */
export function VerdictPanel({ verdict }: { verdict: view.Verdict }) {
  const known = verdict.origin === "pinned" || verdict.origin === "given";
  return (
    <Panel title={verdict.name} meta={verdict.path} flush>
      <Answer
        icon={verdict.intact ? BadgeCheck : BadgeX}
        tone={verdict.intact ? "good" : "bad"}
        title={verdict.intact ? "Intact" : "Not intact"}
        words={verdict.intactWords}
      />
      <Answer
        icon={known ? Stamp : CircleHelp}
        tone={known ? "good" : "open"}
        title={known ? "Origin known" : "Origin unknown"}
        words={verdict.originWords}
      />
      {verdict.lines.length > 0 && <VerdictLines lines={verdict.lines} broken={verdict.broken} />}
    </Panel>
  );
}

function Answer({
  icon: Glyph,
  tone,
  title,
  words,
}: {
  icon: Icon;
  tone: "good" | "bad" | "open";
  title: string;
  words: string;
}) {
  return (
    <div className={cx(css.answer, css[tone])}>
      <Glyph size={20} className={css.sign} />
      <div>
        <h3>{title}</h3>
        <p className={css.words}>{words}</p>
      </div>
    </div>
  );
}
