import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { SidePane } from "#/ui/SidePane";
import { ActError } from "../ActError";
import { api } from "../api";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { HandOver } from "../tasks/HandOver";
import { Snooze } from "../tasks/Snooze";
import { useAct } from "../useAct";
import type { PaneProps } from "./pane";
import { placeOf } from "./places";
import { Subject } from "./Subject";
import css from "./Today.module.css";

const open: Record<string, string> = {
  message: "Open conversation",
  review: "Open review",
  signature: "Open engagement",
  release: "Open its files",
};

/** A message, a review, a signature or files that wait for a release: what it is, and the way to it. */
export function ItemPane({ item, onDone }: PaneProps) {
  const [, navigate] = useLocation();
  const act = useAct();
  const { id } = item.engagement;
  const finish = () => act.run(() => api.finishTask(id, item.about), { engagement: id, onDone });
  const remind = () => act.run(() => api.remindSigner(id, item.about), { engagement: id });
  const message = item.kind === "message";
  const signature = item.kind === "signature";
  useScreenKeys([
    { press: "e", label: "done", act: message ? finish : undefined },
    { press: "r", label: "remind", act: signature ? remind : undefined },
  ]);
  return (
    <SidePane
      label={item.what}
      width="wide"
      footer={
        <div className={layout.stack}>
          <ActError act={act} />
          <div className={layout.row}>
            <Button look="primary" onPress={() => navigate(placeOf(item))}>
              {open[item.kind] ?? "Open engagement"}
            </Button>
            {message && (
              <Button keys={["E"]} busy={act.busy} onPress={finish}>
                Done
              </Button>
            )}
            {signature && (
              <Button keys={["R"]} busy={act.busy} busyLabel="Reminding" onPress={remind}>
                Remind signer
              </Button>
            )}
            {item.kind !== "release" && <Snooze engagement={id} about={item.about} onDone={onDone} />}
            {message && <HandOver engagement={id} about={item.about} onDone={onDone} />}
          </div>
        </div>
      }
    >
      <div className={`${layout.stack} ${layout.wide}`}>
        <Subject title={message ? item.who : item.what} engagement={item.engagement} />
        {message && <blockquote className={css.quote}>{item.what}</blockquote>}
        <Panel>
          <p>{[item.meta, item.tag, item.moment.words].filter(Boolean).join(" · ")}</p>
        </Panel>
      </div>
    </SidePane>
  );
}
