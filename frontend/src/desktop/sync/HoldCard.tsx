import { count, list } from "#/shared/format";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useAct } from "../useAct";
import css from "./Sync.module.css";

/** Many files went missing at once. Nothing is taken back from the client until somebody decides. */
export function HoldCard({ hold }: { hold: view.Hold }) {
  const act = useAct();
  const { engagement, files } = hold;
  const decide = (withdraw: boolean) => act.run(() => api.decideHold(engagement.id, withdraw));
  return (
    <>
      <ErrorBox
        title={`${count(files.length, "file")} went missing at once from ${engagement.client} ${engagement.title}.`}
        actions={
          <>
            <Button size="small" busy={act.busy} onPress={() => decide(false)}>
              Keep them with the client
            </Button>
            <Button size="small" look="danger" busy={act.busy} onPress={() => decide(true)}>
              Take them back from the client
            </Button>
          </>
        }
      >
        The client still sees {files.length === 1 ? "it" : "them"}. Put the files back on the share, or
        decide.
        <span className={css.files}>{list(files)}</span>
      </ErrorBox>
      <ActError act={act} />
    </>
  );
}
