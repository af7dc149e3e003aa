import { Clock } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { IconButton } from "#/ui/IconButton";
import { RadioGroup } from "#/ui/RadioGroup";
import { ActError } from "../ActError";
import { api } from "../api";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { snoozeChoices, snoozeUntil } from "./snooze";

export interface SnoozeProps {
  engagement: string;
  about: string;
  onDone?: () => void;
}

/** Puts a task away until later. Also on H. */
export function Snooze({ engagement, about, onDone }: SnoozeProps) {
  const [choice, setChoice] = useState<string | null>(null);
  const act = useAct();
  const close = () => setChoice(null);
  const open = () => setChoice("tomorrow");
  useScreenKeys([{ press: "h", label: "snooze", order: 1, act: open }]);
  const snooze = () =>
    act.run(() => api.snoozeTask(engagement, about, snoozeUntil(choice ?? "tomorrow", new Date())), {
      engagement,
      onDone: () => {
        close();
        onDone?.();
      },
    });
  return (
    <>
      <IconButton label="Snooze" icon={Clock} keys={["H"]} look="box" onPress={open} />
      <Dialog
        open={choice !== null}
        onClose={close}
        title="Snooze until"
        onSubmit={snooze}
        actions={
          <>
            <Button onPress={close}>Keep it here</Button>
            <Button look="primary" type="submit" busy={act.busy}>
              Snooze
            </Button>
          </>
        }
      >
        <div className={layout.stack}>
          <RadioGroup label="When" labelHidden options={snoozeChoices} value={choice} onChange={setChoice} />
          <ActError act={act} />
        </div>
      </Dialog>
    </>
  );
}
