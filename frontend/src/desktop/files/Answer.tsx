import { Copy } from "lucide-react";
import { useState } from "react";
import { TieMark } from "#/shared/TieMark";
import { Button } from "#/ui/Button";
import { DetailList } from "#/ui/DetailList";
import { FactList } from "#/ui/FactList";
import { copyText, type view } from "../api";
import layout from "../layout.module.css";
import css from "./Files.module.css";
import { tieSign } from "./ties";

/** What each act of an explanation is called on its button. */
const acts: Record<string, string> = {
  "open-folder": "Open folder",
  "decide-hold": "Decide",
  "map-work-file": "Map its folder",
  "open-settings": "Open Setup",
  "open-sync": "See what waits",
  "set-status": "Move status",
  "sync-now": "Look again",
};

export interface AnswerProps {
  answer: view.Explanation;
  onAct: (act: string) => void;
  onChoose: (key: string) => void;
}

/** Why a file is where it is: how it stands, what to do, how far it came, and its receipt. */
export function Answer({ answer, onAct, onChoose }: AnswerProps) {
  const act = acts[answer.act];
  return (
    <section aria-label="Answer" aria-live="polite" className={css.answer}>
      <div className={css.head} data-tie={answer.tie}>
        <span className={css.sign}>
          <TieMark tie={tieSign(answer.tie)} detail={answer.title} />
        </span>
        <div>
          <h3 className={css.title}>{answer.title}</h3>
          <p className={css.name}>{answer.path || answer.name}</p>
          {answer.why && <p className={css.why}>{answer.why}</p>}
        </div>
      </div>
      {answer.next && (
        <div className={css.next}>
          <p>
            <strong>What to do: </strong>
            {answer.next}
          </p>
          {act && (
            <Button size="small" onPress={() => onAct(answer.act)}>
              {act}
            </Button>
          )}
        </div>
      )}
      {answer.others.length > 0 && (
        <ul className={css.others}>
          {answer.others.map((other) => (
            <li key={other.id} className={css.other}>
              <Button look="link" onPress={() => onChoose(other.id)}>
                {other.label}
              </Button>
              <span className={layout.muted}>{other.detail}</span>
            </li>
          ))}
        </ul>
      )}
      {answer.steps.length > 0 && (
        <FactList
          facts={answer.steps.map((step) => ({
            id: step.words,
            done: step.done,
            text: (
              <>
                {step.words} <span className={css.when}>{step.when}</span>
              </>
            ),
          }))}
        />
      )}
      {answer.receipt.when && <Receipt receipt={answer.receipt} />}
    </section>
  );
}

/** The proof that a file was filed, or that the client could see it. */
export function Receipt({ receipt }: { receipt: view.FileReceipt }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(receipt.sum));
  const filed = receipt.kind === "filed";
  return (
    <section aria-label="Receipt" className={css.receipt}>
      <h3 className={css.title}>Receipt</h3>
      <DetailList
        rows={[
          { term: filed ? "Filed" : "The client could see it", value: receipt.when },
          { term: "Where", value: receipt.where },
          { term: filed ? "Filed by" : "Sent by", value: by(receipt) },
          ...(receipt.released ? [{ term: "Released by", value: receipt.released }] : []),
          ...(receipt.pulledBack ? [{ term: "Pulled back", value: receipt.pulledBack }] : []),
          ...(receipt.seen ? [{ term: "Opened", value: receipt.seen }] : []),
          {
            term: "sha256",
            value: (
              <span className={css.sum}>
                <code title={receipt.sum}>{receipt.short}</code>
                <Button size="small" look="plain" icon={Copy} onPress={copy}>
                  {copied ? "Copied" : "Copy all of it"}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}

function by({ by: who, desk }: view.FileReceipt): string {
  if (!desk) return who;
  return who ? `${desk} (${who})` : desk;
}
