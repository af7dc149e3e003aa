import { useState } from "react";
import { FileRow } from "#/shared/FileRow";
import { Button } from "#/ui/Button";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { ReturnDialog } from "../requests/ReturnDialog";
import { useAct } from "../useAct";
import css from "./Engagement.module.css";

/** What was asked and answered, and what can be done about it. */
export function RequestDetail({ engagement, request }: { engagement: string; request: view.RequestView }) {
  const [fixing, setFixing] = useState(false);
  const act = useAct();
  const own = { engagement };
  const can = (name: string) => request.can.includes(name);
  const accept = () => act.run(() => api.acceptRequest(engagement, request.id), own);
  useScreenKeys([
    { press: "e", label: "accept", act: can("accept") ? accept : undefined },
    { press: "f", label: "ask for a fix", act: can("return") ? () => setFixing(true) : undefined },
  ]);
  return (
    <section aria-label={request.title} className={css.requestDetail}>
      <div className={layout.stack}>
        {request.detail && <p className={layout.quiet}>{request.detail}</p>}
        {request.due.date && <p className={css.muted}>Wanted by {request.due.words}</p>}
        {request.note && <p>“{request.note}”</p>}
        {request.why && <p className={css.warn}>Sent back: {request.why}</p>}
        {request.files.map((file) => (
          <FileRow
            key={file.version}
            look="entry"
            name={file.name}
            detail={file.filed ? [file.pages, file.size].filter(Boolean).join(" · ") : file.state}
            tie={file.filed ? { kind: "tied" } : { kind: "waiting" }}
            onOpen={file.path ? () => act.run(() => api.openFile(engagement, file.path)) : undefined}
          />
        ))}
        <ActError act={act} />
        <div className={css.requestActions}>
          {can("accept") && (
            <Button size="small" keys={["E"]} busy={act.busy} busyLabel="Accepting" onPress={accept}>
              Accept
            </Button>
          )}
          {can("return") && (
            <Button size="small" keys={["F"]} onPress={() => setFixing(true)}>
              Ask for a fix
            </Button>
          )}
          {can("remind") && (
            <Button
              size="small"
              busy={act.busy}
              busyLabel="Reminding"
              onPress={() => act.run(() => api.remindClient(engagement, [request.id]), own)}
            >
              Remind
            </Button>
          )}
          {can("withdraw") && (
            <Button
              size="small"
              look="plain"
              onPress={() => act.run(() => api.withdrawRequest(engagement, request.id), own)}
            >
              Take back
            </Button>
          )}
        </div>
      </div>
      {fixing && (
        <ReturnDialog
          engagement={engagement}
          request={request.id}
          title={request.title}
          onClose={() => setFixing(false)}
        />
      )}
    </section>
  );
}
