import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { RadioGroup } from "#/ui/RadioGroup";
import { ActError } from "../ActError";
import { api } from "../api";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { useStaff } from "../staff/queries";
import { useAct } from "../useAct";

export interface HandOverProps {
  engagement: string;
  about: string;
  onDone?: () => void;
  look?: "plain" | "secondary";
}

/** Gives a task to a colleague. Also on A. */
export function HandOver({ engagement, about, onDone, look = "plain" }: HandOverProps) {
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState<string | null>(null);
  const staff = useStaff();
  const act = useAct();
  const others = (staff.data?.rows ?? []).filter((person) => person.active && !person.me);
  useScreenKeys([{ press: "a", label: "hand over", order: 1, act: () => setOpen(true) }]);
  const give = () => {
    if (!to) return;
    act.run(() => api.handOver(engagement, about, to), {
      engagement,
      onDone: () => {
        setOpen(false);
        onDone?.();
      },
    });
  };
  return (
    <>
      <Button look={look} icon={UserRoundPlus} keys={["A"]} onPress={() => setOpen(true)}>
        Hand over
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Hand over to"
        onSubmit={give}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>Keep it</Button>
            <Button look="primary" type="submit" disabled={!to} busy={act.busy}>
              Hand over
            </Button>
          </>
        }
      >
        <div className={layout.stack}>
          <RadioGroup
            label="Colleague"
            labelHidden
            options={others.map((p) => ({ id: p.id, label: p.name, hint: p.away || p.role }))}
            value={to}
            onChange={setTo}
          />
          <ActError act={act} />
        </div>
      </Dialog>
    </>
  );
}
