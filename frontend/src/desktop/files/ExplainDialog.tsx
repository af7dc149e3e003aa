import { useState } from "react";
import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { ErrorBox } from "#/ui/ErrorBox";
import { Field } from "#/ui/Field";
import { Skeleton } from "#/ui/Skeleton";
import { ActError } from "../ActError";
import { ApiError } from "../ApiError";
import { api } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { Answer } from "./Answer";
import css from "./Files.module.css";
import { useDropped, useExplain } from "./useExplain";

export interface ExplainDialogProps {
  engagement: string;
  /** The key of a row, or "" to ask for a name. */
  about: string;
  /** Its name, for the field. */
  name: string;
  onClose: () => void;
  onDialog: (name: "map" | "status") => void;
  onDecide: () => void;
}

/** "Why is this file not there?", for a file of the panel, a typed name, or one dropped on the window. */
export function ExplainDialog({ engagement, about, name, onClose, onDialog, onDecide }: ExplainDialogProps) {
  const [typed, setTyped] = useState(name);
  const [asked, setAsked] = useState(about);
  const [, navigate] = useLocation();
  const explained = useExplain(engagement, asked);
  const act = useAct();
  useDropped(setAsked);
  const answer = explained.data;
  const folder = answer?.path.includes("/") ? answer.path.slice(0, answer.path.lastIndexOf("/")) : "";
  const help: Record<string, () => void> = {
    "open-folder": () => act.run(() => api.openFolder(engagement, folder)),
    "sync-now": () => act.run(() => api.syncNow()),
    "open-sync": () => navigate("/sync"),
    "open-settings": () => navigate("/setup"),
    "map-work-file": () => onDialog("map"),
    "set-status": () => onDialog("status"),
    "decide-hold": onDecide,
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={about ? name : "Why is a file not there?"}
      onSubmit={() => setAsked(typed.trim())}
      actions={<Button onPress={onClose}>Close</Button>}
    >
      <div className={css.drop}>
        {!about && (
          <div className={css.ask}>
            <Field label="Its name, a part of it, or its path" value={typed} onChange={setTyped} autoFocus />
            <Button look="primary" type="submit" disabled={!typed.trim()} busy={explained.isFetching}>
              Explain
            </Button>
          </div>
        )}
        {!about && !answer && <p className={layout.muted}>Or drop the file on this window.</p>}
        {explained.isLoading && <Skeleton rows={4} />}
        {explained.error && (
          <ErrorBox title={ApiError.from(explained.error).message}>
            {ApiError.from(explained.error).hint}
          </ErrorBox>
        )}
        {answer && <Answer answer={answer} onAct={(one) => help[one]?.()} onChoose={setAsked} />}
        {answer?.engagement.id && answer.engagement.id !== engagement && (
          <p className={layout.muted}>
            It belongs to {answer.engagement.client} {answer.engagement.title}.
          </p>
        )}
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
