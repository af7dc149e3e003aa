import { CirclePause } from "lucide-react";
import { Button } from "#/ui/Button";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useAct } from "../useAct";
import css from "./Files.module.css";

/** Several files that wait for a release, let out together. Of one alone, its own line says so. */
export function ReleaseAll({ engagement, panel }: { engagement: string; panel: view.FilesPanel }) {
  const act = useAct();
  const waiting = panel.lanes.flatMap((lane) => lane.rows).filter((row) => row.can.includes("release"));
  if (waiting.length < 2) return null;
  const versions = waiting.map((row) => row.version);
  return (
    <>
      <div role="status" className={css.notice}>
        <CirclePause size={16} />
        <p>
          <strong>{waiting.length} files wait for your release.</strong> {panel.contact || "The client"} does
          not see these versions yet.
        </p>
        <Button
          size="small"
          busy={act.busy}
          busyLabel="Releasing"
          onPress={() => act.run(() => api.releaseFiles(engagement, versions))}
        >
          Release all {waiting.length}
        </Button>
      </div>
      <ActError act={act} />
    </>
  );
}
