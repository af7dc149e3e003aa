import { api, type view } from "../api";
import { AccessDialog } from "../staff/AccessDialog";
import { useAct } from "../useAct";
import { AskDialog } from "./AskDialog";
import { CompleteDialog } from "./CompleteDialog";
import { DueDialog } from "./DueDialog";
import { FilingDialog } from "./FilingDialog";
import { MapDialog } from "./MapDialog";
import { PeopleDialog } from "./PeopleDialog";
import { StatusDialog } from "./StatusDialog";

export type DialogName = "ask" | "status" | "due" | "people" | "access" | "filing" | "map" | "complete";

export interface EngagementDialogsProps {
  page: view.EngagementPage;
  dialog: DialogName;
  onClose: () => void;
}

/** The dialog of an engagement that is open. */
export function EngagementDialogs({ page, dialog, onClose }: EngagementDialogsProps) {
  const act = useAct();
  const own = { engagement: page.id, onDone: onClose };
  switch (dialog) {
    case "ask":
      return <AskDialog page={page} onClose={onClose} />;
    case "status":
      return (
        <StatusDialog
          title={page.title}
          status={page.status}
          busy={act.busy}
          error={act}
          onClose={onClose}
          onMove={(status, why, until) => act.run(() => api.setStatus(page.id, status, why, until), own)}
        />
      );
    case "due":
      return <DueDialog page={page} onClose={onClose} />;
    case "people":
      return <PeopleDialog page={page} onClose={onClose} />;
    case "access":
      return (
        <AccessDialog
          what={page.title}
          only={page.only}
          onClose={onClose}
          call={(only) => api.setEngagementAccess(page.id, only)}
        />
      );
    case "filing":
      return <FilingDialog page={page} onClose={onClose} />;
    case "map":
      return <MapDialog page={page} onClose={onClose} />;
    case "complete":
      return <CompleteDialog page={page} onClose={onClose} />;
  }
}
