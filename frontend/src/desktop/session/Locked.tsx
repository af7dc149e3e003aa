import { Download, Lock } from "lucide-react";
import { Empty } from "#/ui/Empty";
import type { view } from "../api";
import css from "./Connect.module.css";

/** This computer may not go on: its access was withdrawn, or the program is too old. */
export function Locked({ session }: { session: view.Session }) {
  const old = session.state === "update";
  return (
    <main className={css.screen}>
      <Empty
        icon={old ? Download : Lock}
        title={
          old ? "This Tieout is too old for your firm’s relay." : "This computer’s access was withdrawn."
        }
      >
        {old
          ? "Install the newest version. What waits on this computer is kept and goes out then."
          : `Ask an administrator of ${session.firm} for a new enrolment code. Nothing on the share was changed.`}
      </Empty>
    </main>
  );
}
