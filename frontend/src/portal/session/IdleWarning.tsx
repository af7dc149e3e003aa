import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { lastHeard } from "../api";
import type { Me } from "../api.gen";
import { keys } from "../keys";
import { useSignOut } from "./queries";

const warning = 120; // seconds

/** Seconds until the session ends if nothing happens, reckoned on this device's own clock. */
export function secondsLeft(me: Me, readAt: number, heardAt: number, now: number): number {
  const end = readAt + me.session.left * 1000;
  const idle = me.session.idle > 0 ? heardAt + me.session.idle * 1000 : end;
  return Math.ceil((Math.min(end, idle) - now) / 1000);
}

/** Two minutes before a quiet session ends, asks; staying takes one press. */
export function IdleWarning({ me, readAt }: { me: Me; readAt: number }) {
  const queries = useQueryClient();
  const signOut = useSignOut();
  const [left, setLeft] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft(me, readAt, lastHeard(), Date.now())), 1000);
    return () => clearInterval(timer);
  }, [me, readAt]);
  const over = left <= 0;
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: keys.welcome });
  }, [over, queries]);
  const stay = () => void queries.invalidateQueries({ queryKey: keys.welcome });
  const minutes = Math.max(1, Math.ceil(left / 60));
  return (
    <Dialog
      alert
      open={left <= warning && !over}
      onClose={stay}
      title="Are you still there?"
      actions={
        <>
          <Button onPress={() => signOut.mutate()}>Sign out</Button>
          <Button look="primary" onPress={stay}>
            Stay signed in
          </Button>
        </>
      }
    >
      <p>
        To keep your papers safe, you are signed out in {minutes === 1 ? "one minute" : `${minutes} minutes`}.
        What you typed is kept.
      </p>
    </Dialog>
  );
}
