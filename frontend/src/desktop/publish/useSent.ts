import { useState } from "react";
import { api, type view } from "../api";
import { type Act, useAct } from "../useAct";

export interface Sent {
  remind: (() => void) | undefined;
  /** Shows the signed copy in its folder. */
  reveal: (() => void) | undefined;
  /** Asks for the reason first. */
  withdraw: (() => void) | undefined;
  asking: boolean;
  close: () => void;
  withdrawBecause: (why: string) => void;
  act: Act;
}

/** What can be done about a package that has left. */
export function useSent(engagement: string, deliverable: view.DeliverableRow | undefined): Sent {
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const may = (code: string, start: (id: string) => void) =>
    deliverable?.can.includes(code) ? () => start(deliverable.id) : undefined;
  return {
    remind: may("remind-signer", (id) => act.run(() => api.remindSigner(engagement, id))),
    reveal: may("open-folder", () => act.run(() => api.revealFile(engagement, deliverable?.filed ?? ""))),
    withdraw: may("withdraw-deliverable", () => setAsking(true)),
    asking,
    close: () => {
      setAsking(false);
      act.clear();
    },
    withdrawBecause: (why) => {
      if (deliverable)
        act.run(() => api.withdrawDeliverable(engagement, deliverable.id, why), {
          onDone: () => setAsking(false),
        });
    },
    act,
  };
}
