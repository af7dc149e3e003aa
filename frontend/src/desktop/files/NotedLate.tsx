import { Eye } from "lucide-react";
import { Button } from "#/ui/Button";
import { ActError } from "../ActError";
import { api } from "../api";
import { useAct } from "../useAct";
import css from "./Files.module.css";

/** Saves on this share are not noticed at once: why, how late at worst, and how not to wait for it. */
export function NotedLate({ why }: { why: string }) {
  const act = useAct();
  if (!why) return null;
  return (
    <>
      <p className={css.late}>
        <Eye size={14} />
        <span>{why}</span>
        <Button look="link" busy={act.busy} busyLabel="Looking" onPress={() => act.run(() => api.syncNow())}>
          Look now
        </Button>
      </p>
      <ActError act={act} />
    </>
  );
}
