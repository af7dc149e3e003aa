import { type FormEvent, useState } from "react";
import { Mark } from "#/shared/Mark";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { Field } from "#/ui/Field";
import { ApiError } from "../ApiError";
import css from "./Connect.module.css";
import { useConnect } from "./queries";

const ofRelay = new Set(["insecure", "offline"]);

/** The first screen on a new computer: joins it to the firm. */
export function Connect() {
  const [relay, setRelay] = useState("");
  const [code, setCode] = useState("");
  const [computer, setComputer] = useState("");
  const connect = useConnect();
  const error = connect.error && ApiError.from(connect.error);
  const at = !error ? "" : error.code === "bad-code" ? "code" : ofRelay.has(error.code) ? "relay" : "form";
  const words = error ? `${error.message} ${error.hint}`.trim() : "";
  const ready = relay.trim() && code.trim() && computer.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) connect.mutate({ relay: relay.trim(), code: code.trim(), computer: computer.trim() });
  };
  return (
    <main className={css.screen}>
      <section className={css.card} aria-labelledby="connect">
        <p className={css.brand}>
          <Mark />
          Tieout
        </p>
        <h1 id="connect">Connect this computer</h1>
        <p className={css.lead}>
          An administrator of your firm gives you the address and a code for one computer.
        </p>
        <form className={css.form} onSubmit={submit} noValidate>
          <Field
            label="Relay address"
            value={relay}
            onChange={setRelay}
            hint="Starts with https://"
            error={at === "relay" ? words : undefined}
            autoComplete="off"
            autoFocus
          />
          <Field
            label="Enrolment code"
            value={code}
            onChange={setCode}
            hint="Works once. Capitals and dashes don’t matter."
            error={at === "code" ? words : undefined}
            autoComplete="one-time-code"
          />
          <Field
            label="Name of this computer"
            value={computer}
            onChange={setComputer}
            hint="Colleagues see it in the list of computers, for example “Priya’s laptop”."
            autoComplete="off"
          />
          {at === "form" && error && <ErrorBox title={error.message}>{error.hint}</ErrorBox>}
          <Button
            look="primary"
            type="submit"
            wide
            disabled={!ready}
            busy={connect.isPending}
            busyLabel="Connecting"
          >
            Connect
          </Button>
        </form>
        <p className={css.foot}>
          A key is made on this computer and stays here. Nothing on the share is read until you choose a
          folder.
        </p>
      </section>
    </main>
  );
}
