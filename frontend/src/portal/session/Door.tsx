import type { ReactNode } from "react";
import { FirmMark, firmName } from "../FirmMark";
import css from "./Door.module.css";
import { useWelcome } from "./queries";

/** The frame of what one sees before being inside. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const firm = useWelcome().data?.firm ?? "";
  return (
    <div className={css.door}>
      <header className={css.bar}>
        <span className={css.firm}>
          {firm && <FirmMark firm={firmName(firm)} />}
          {firm || "Client portal"}
        </span>
      </header>
      <main className={css.main}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
