import { ArrowRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "#/ui/Button";
import { Checkbox } from "#/ui/Checkbox";
import { Field } from "#/ui/Field";
import { asApiError } from "../api";
import { Failed } from "../Failed";
import { CodeStep } from "./CodeStep";
import { Door } from "./Door";
import css from "./Door.module.css";
import { useAsk, useWelcome } from "./queries";

/** An e-mail address, then the code from the mail. There is no password. */
export function SignIn({ ended }: { ended?: boolean }) {
  const [email, setEmail] = useState("");
  const [remember, setRemember] = useState(false);
  const [asked, setAsked] = useState(false);
  const ask = useAsk();
  const send = () => ask.mutate({ email: email.trim(), remember }, { onSuccess: () => setAsked(true) });
  if (asked) {
    return <CodeStep email={email.trim()} onAgain={send} onBack={() => setAsked(false)} />;
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const wrong = ask.error && asApiError(ask.error).code === "malformed" ? asApiError(ask.error) : undefined;
  return (
    <Door title={ended ? "You are signed out" : "Sign in"}>
      <p className={css.muted}>
        {ended
          ? "Nothing was lost. Sign in again to go on."
          : "No password needed. We send you a code and a link by e-mail."}
      </p>
      <form onSubmit={submit} className={css.form} noValidate>
        <Field
          label="E-mail address"
          type="email"
          inputMode="email"
          autoComplete="email"
          name="email"
          value={email}
          onChange={setEmail}
          error={wrong && `${wrong.message} ${wrong.hint}`}
          autoFocus
        />
        <Checkbox checked={remember} onChange={setRemember}>
          Stay signed in on this device for 30 days
        </Checkbox>
        {ask.error && !wrong && <Failed error={ask.error} />}
        <Button
          type="submit"
          look="primary"
          size="main"
          wide
          iconEnd={ArrowRight}
          busy={ask.isPending}
          busyLabel="Sending"
          disabled={email.trim().length < 3}
        >
          Send me a code
        </Button>
      </form>
      <Where />
    </Door>
  );
}

function Where() {
  const firm = useWelcome().data?.firm;
  return (
    <p className={css.small}>
      Use the address {firm || "your accountant"} has for you. If no mail comes, call the office: they can see
      whether it was sent.
    </p>
  );
}
