import { useState } from "react";
import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { Select } from "#/ui/Select";
import { ActError } from "../ActError";
import { api } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import { ContactFields, noContact } from "./ContactFields";
import { typeWords } from "./types";

/** Makes a client and, where one is named, invites the first contact. */
export function NewClientDialog({ onClose }: { onClose: () => void }) {
  const [type, setType] = useState("company");
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [contact, setContact] = useState(noContact);
  const [, navigate] = useLocation();
  const act = useAct();
  const save = () =>
    act.run(() => api.createClient({ type, name: name.trim(), code: code.trim(), contact }), {
      onDone: (outcome) => (outcome?.id ? navigate(`/clients/${outcome.id}`) : onClose()),
    });
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title="New client"
      onSubmit={save}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!name.trim()} busy={act.busy} busyLabel="Making">
            {contact.email.trim() ? "Make client and invite" : "Make client"}
          </Button>
        </>
      }
    >
      <div className={layout.stack}>
        <div className={layout.two}>
          <Field label="Name" value={name} onChange={setName} autoFocus />
          <Select
            label="Type"
            options={Object.entries(typeWords).map(([id, label]) => ({ id, label }))}
            value={type}
            onChange={setType}
          />
          <Field label="Number" optional value={code} onChange={setCode} hint="Your own, such as A-104." />
        </div>
        <h3>First contact</h3>
        <p className={layout.muted}>Leave it empty to invite somebody later.</p>
        <ContactFields value={contact} onChange={setContact} />
        <ActError act={act} />
      </div>
    </Dialog>
  );
}
