import { useEffect, useState } from "react";
import { Button } from "#/ui/Button";
import { OtpField } from "#/ui/OtpField";
import { asApiError } from "../api";
import { Failed } from "../Failed";
import { Door } from "./Door";
import css from "./Door.module.css";
import { useCode } from "./queries";

const wait = 30; // seconds before another mail may be asked for

export interface CodeStepProps {
  email: string;
  onAgain: () => void;
  onBack: () => void;
}

/** The six digits from the mail, in the browser that asked for them. */
export function CodeStep({ email, onAgain, onBack }: CodeStepProps) {
  const [digits, setDigits] = useState("");
  const [left, restart] = useCountdown();
  const enter = useCode();
  const problem = enter.error ? asApiError(enter.error) : undefined;
  const wrong = problem?.code === "bad-code" ? `${problem.message} ${problem.hint}` : undefined;
  const again = () => {
    setDigits("");
    enter.reset();
    restart();
    onAgain();
  };
  return (
    <Door title="Look at your e-mail">
      <p>
        If <strong>{email}</strong> is known to us, a 6-digit code is on its way. It works for 15 minutes, on
        this page only.
      </p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(digits);
        }}
      >
        <OtpField
          label="Code"
          labelHidden
          value={digits}
          onChange={setDigits}
          onComplete={(code) => enter.mutate(code)}
          error={wrong}
          disabled={problem?.code === "expired"}
          autoFocus
        />
        {problem && !wrong && <Failed error={problem} />}
        <p className={css.choices}>
          {left > 0 ? (
            <span className={css.muted}>Send again in 0:{String(left).padStart(2, "0")}</span>
          ) : (
            <Button look="link" onPress={again}>
              Send a new code
            </Button>
          )}
          <Button look="link" onPress={onBack}>
            Use another address
          </Button>
        </p>
        <Button
          type="submit"
          look="primary"
          size="main"
          wide
          busy={enter.isPending}
          busyLabel="Signing in"
          disabled={digits.length < 6 || problem?.code === "expired"}
        >
          Sign in
        </Button>
      </form>
      <p className={css.small}>
        The mail also holds a link, which works on any device. Nobody from the office will ever ask you for
        the code.
      </p>
    </Door>
  );
}

function useCountdown(): [number, () => void] {
  const [left, setLeft] = useState(wait);
  const running = left > 0;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setLeft((n) => Math.max(0, n - 1)), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return [left, () => setLeft(wait)];
}
