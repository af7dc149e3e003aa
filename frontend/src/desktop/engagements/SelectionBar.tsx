import { useState } from "react";
import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { FloatingBar } from "#/ui/FloatingBar";
import { api, type view } from "../api";
import { StatusDialog } from "../engagement/StatusDialog";
import { useScreenKeys } from "../keyHints";
import css from "./Engagements.module.css";
import { useMany } from "./useMany";

/** What can be done with the rows that are selected. */
export function SelectionBar({
  rows,
  onClear,
}: {
  rows: readonly view.EngagementRow[];
  onClear: () => void;
}) {
  const [moving, setMoving] = useState(false);
  const [, navigate] = useLocation();
  const many = useMany(rows);
  const one = rows.length === 1 ? rows[0] : undefined;
  const remind = () => many.run("reminded", (row) => api.remindClient(row.id, []));
  const message = one && (() => navigate(`/messages/${one.id}`));
  useScreenKeys([
    { press: "s", label: "move to…", act: () => setMoving(true) },
    { press: "r", label: "remind", act: remind },
    { press: "m", label: "message", act: message },
    { press: "escape", label: "clear", act: onClear, quiet: true },
  ]);
  return (
    <>
      {many.failures.length > 0 && (
        <div className={css.barError}>
          <ErrorBox
            title={`${many.failures.length} of ${many.failures.length + many.taken} were not done.`}
            actions={
              <Button size="small" onPress={many.clear}>
                Dismiss
              </Button>
            }
          >
            {many.failures.map(({ row, error }) => (
              <span key={row.id}>
                <strong>{row.client}:</strong> {error.message} {error.hint}{" "}
              </span>
            ))}
          </ErrorBox>
        </div>
      )}
      <FloatingBar summary={`${rows.length} selected`}>
        <Button look="plain" keys={["S"]} onPress={() => setMoving(true)}>
          Move to…
        </Button>
        <Button look="plain" keys={["R"]} busy={many.busy} busyLabel="Reminding" onPress={remind}>
          Remind
        </Button>
        {message && (
          <Button look="plain" keys={["M"]} onPress={message}>
            Message
          </Button>
        )}
        <Button look="plain" keys={["Esc"]} onPress={onClear}>
          Clear
        </Button>
      </FloatingBar>
      {moving && (
        <StatusDialog
          title={one ? `${one.client} ${one.title}` : `${rows.length} engagements`}
          status={one?.status}
          onClose={() => setMoving(false)}
          onMove={(status, why, until) => {
            setMoving(false);
            many.run("moved", (row) => api.setStatus(row.id, status, why, until));
          }}
        />
      )}
    </>
  );
}
