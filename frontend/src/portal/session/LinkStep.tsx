import { ArrowRight } from "lucide-react";
import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { Skeleton } from "#/ui/Skeleton";
import { Failed } from "../Failed";
import { Door } from "./Door";
import css from "./Door.module.css";
import { useLink, useLinkAbout } from "./queries";

/** A link from the mail signs in only when a person presses the button: programs that read mail open links too. */
export function LinkStep({ token }: { token: string }) {
  const about = useLinkAbout(token);
  const enter = useLink();
  const [, navigate] = useLocation();
  const failed = about.error ?? enter.error;
  if (failed) {
    return (
      <Door title="This link doesn’t work any more">
        <Failed error={failed} />
        <ButtonLink look="primary" size="main" wide href="/">
          Sign in with a new code
        </ButtonLink>
      </Door>
    );
  }
  if (!about.data) {
    return (
      <Door title="Sign in">
        <Skeleton of="line" rows={2} />
      </Door>
    );
  }
  return (
    <Door title="Sign in">
      <p>
        You are signing in as <strong>{about.data.email}</strong>.
      </p>
      <Button
        look="primary"
        size="main"
        wide
        iconEnd={ArrowRight}
        busy={enter.isPending}
        busyLabel="Signing in"
        onPress={() => enter.mutate(token, { onSuccess: () => navigate("/", { replace: true }) })}
      >
        Sign in
      </Button>
      <p className={css.small}>Not you? Close this page. The link works once.</p>
    </Door>
  );
}
