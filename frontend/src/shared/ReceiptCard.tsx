import type { ReactNode } from "react";
import { BigTick } from "./BigTick";
import { count } from "./format";
import css from "./ReceiptCard.module.css";

export interface ReceiptCardProps {
  /** The client's first name. */
  name: string;
  files: number;
  /** What they answered: "Vehicle purchase invoice". */
  request: string;
  /** "today at 2:41 PM" */
  at: string;
  /** "T-4821" */
  receipt: string;
  /** UploadRows in the state `received`. */
  children?: ReactNode;
}

/** The office has it: said only when it is durable at the relay. */
export function ReceiptCard({ name, files, request, at, receipt, children }: ReceiptCardProps) {
  return (
    <section className={css.card} aria-labelledby="received">
      <BigTick />
      <h1 id="received">Received. Thank you, {name}.</h1>
      <p className={css.fact}>
        {count(files, "file")} for <strong>{request}</strong>, {at}.{" "}
        <span className={css.number}>Receipt {receipt}.</span>
      </p>
      {children && <div className={css.files}>{children}</div>}
    </section>
  );
}
