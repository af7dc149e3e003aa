import { Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { DetailList } from "#/ui/DetailList";
import { Dialog } from "#/ui/Dialog";
import { useToast } from "#/ui/Toast";
import { ActError } from "../ActError";
import { api, copyText, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import css from "./Staff.module.css";

/** Makes a code that lets one computer join. It is shown here and nowhere again. */
export function CodeDialog({ person, onClose }: { person: view.StaffRow; onClose: () => void }) {
  const [code, setCode] = useState<view.EnrolmentCode | null>(null);
  const act = useAct();
  const show = useToast();
  const make = async () => setCode(await api.createEnrolmentCode(person.id));
  const copy = async (text: string) => {
    await copyText(text);
    show({ text: "Code copied" });
  };
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={`Code for a computer of ${person.first}`}
      actions={
        code ? (
          <>
            <Button icon={Copy} onPress={() => act.run(() => copy(code.code))}>
              Copy code
            </Button>
            <Button look="primary" onPress={onClose}>
              Done
            </Button>
          </>
        ) : (
          <>
            <Button onPress={onClose}>Cancel</Button>
            <Button look="primary" busy={act.busy} busyLabel="Making" onPress={() => act.run(make)}>
              Make a code
            </Button>
          </>
        )
      }
    >
      <div className={layout.stack}>
        {code ? (
          <>
            <output className={css.code}>{code.code}</output>
            <DetailList
              rows={[
                { term: "Relay address", value: code.relay },
                { term: "Good until", value: code.expires.words },
              ]}
            />
            <p className={layout.quiet}>
              It works once and is not shown again. Hand it over in person or by phone.
            </p>
          </>
        ) : (
          <p>{person.first} types it into Tieout on the new computer. It works once, for one computer.</p>
        )}
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
