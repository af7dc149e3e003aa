import { CirclePause, Gauge } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { Menu } from "#/ui/Menu";
import { Panel } from "#/ui/Panel";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useAct } from "../useAct";
import { LimitsDialog } from "./LimitsDialog";
import { pauseChoices, pauseUntil } from "./pause";
import css from "./Sync.module.css";

/** How much of the connection files may use, and whether they are sent at all. */
export function LinePanel({ line }: { line: view.LineView }) {
  const [limiting, setLimiting] = useState(false);
  const act = useAct();
  const Glyph = line.paused ? CirclePause : Gauge;
  return (
    <Panel flush title="Connection">
      <div className={css.row}>
        <Glyph size={16} className={line.paused ? css.warn : undefined} />
        <div className={css.words}>
          <strong className={line.paused ? css.warn : undefined}>{line.words}</strong>
          <p className={css.why}>
            {line.paused
              ? "Files wait on this computer. Acts that no file waits before still go, such as a message or pulling a file back, and what colleagues and clients do still arrives."
              : line.metered
                ? "It costs by use, as far as this computer knows. Acts and small files go at once."
                : "Small files and acts go before large files."}
          </p>
        </div>
        {line.metered && !line.paused && (
          <Button
            size="small"
            busy={act.busy}
            onPress={() => act.run(() => api.setMeteredSending(!line.always))}
          >
            {line.always ? "Let large files wait" : "Send large files too"}
          </Button>
        )}
        {line.paused ? (
          <Button size="small" busy={act.busy} onPress={() => act.run(() => api.resumeSending())}>
            Resume now
          </Button>
        ) : (
          <Menu
            trigger={<Button size="small">Pause sending</Button>}
            label="Pause sending"
            groups={[{ entries: pauseChoices }]}
            placement="bottom end"
            onAction={(choice) => act.run(() => api.pauseSending(pauseUntil(choice, new Date())))}
          />
        )}
        <Button size="small" onPress={() => setLimiting(true)}>
          Set limits
        </Button>
      </div>
      <ActError act={act} />
      {limiting && <LimitsDialog line={line} onClose={() => setLimiting(false)} />}
    </Panel>
  );
}
