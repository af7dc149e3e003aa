import { CircleAlert, Send } from "lucide-react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { ProgressBar } from "#/ui/ProgressBar";
import type { ApiError } from "../ApiError";
import type { view } from "../api";
import css from "./Assemble.module.css";

export interface SendFooterProps {
  number: number;
  /** How many things stop it. */
  stops: number;
  /** Parts are still read, or there are none. */
  unready: boolean;
  job: view.Job | undefined;
  error: ApiError | null;
  onSend: () => void;
  onFix: () => void;
  onCancel: () => void;
}

/** The one action of Assemble, and how far it is. */
export function SendFooter({ number, stops, unready, job, error, onSend, onFix, onCancel }: SendFooterProps) {
  if (job?.state === "running") {
    return (
      <div className={css.send}>
        <p role="status">{job.words || "Assembling"}</p>
        <ProgressBar label="Assembling the draft" value={job.progress * 100} />
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    );
  }
  const failed = job?.state === "failed" ? job : null;
  return (
    <div className={css.send}>
      {(failed || error) && (
        <ErrorBox title={failed?.message || error?.message || "The draft was not made."}>
          {failed?.hint || error?.hint}
        </ErrorBox>
      )}
      {job?.state === "cancelled" && <p role="status">Cancelled. Nothing was kept and nothing was sent.</p>}
      {stops > 0 ? (
        <Button look="primary" wide icon={CircleAlert} keys={["Ctrl", "Enter"]} onPress={onFix}>
          Fix {count(stops, "thing")}
        </Button>
      ) : (
        <Button look="primary" wide icon={Send} keys={["Ctrl", "Enter"]} disabled={unready} onPress={onSend}>
          Send to review
        </Button>
      )}
      <p className={css.hint}>
        Makes draft {number} once, stamps and all. What is approved is exactly what is sent; any change is a
        new draft.
      </p>
    </div>
  );
}
