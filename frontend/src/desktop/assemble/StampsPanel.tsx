import { useState } from "react";
import { count } from "#/shared/format";
import { Field } from "#/ui/Field";
import { Panel } from "#/ui/Panel";
import { Switch } from "#/ui/Switch";
import type { view } from "../api";
import css from "./Assemble.module.css";
import type { Plan, PlanAct } from "./plan";

export interface StampsPanelProps {
  plan: Plan;
  change: (act: PlanAct) => void;
  client: string;
  /** Of the whole package, while it is known. */
  pages: number | null;
}

/** What is burnt into the pages when the draft is made. Nothing is stamped after that. */
export function StampsPanel({ plan, change, client, pages }: StampsPanelProps) {
  const { stamps } = plan;
  const [bates, setBates] = useState(stamps.bates !== "");
  const set = (part: Partial<view.Stamps>) =>
    change({ do: "change", change: { stamps: { ...stamps, ...part } } });
  const switchBates = (on: boolean) => {
    setBates(on);
    set(on ? { bates: prefixFor(client), batesStart: stamps.batesStart || 1 } : { bates: "" });
  };
  const copies = plan.parts.filter((p) => p.copy).length;
  return (
    <Panel look="bare" title="Stamps">
      <div className={css.settings}>
        <Switch
          spread
          checked={stamps.pageNumbers}
          onChange={(pageNumbers) => set({ pageNumbers })}
          detail={stamps.pageNumbers && pages ? `Page 1 of ${pages}` : undefined}
        >
          Page numbers
        </Switch>
        <Switch
          spread
          checked={bates}
          onChange={switchBates}
          detail={stamps.bates && `from ${batesLabel(stamps, 0)}`}
        >
          Bates numbers
        </Switch>
        {bates && (
          <div className={css.pair}>
            <Field
              label="Prefix"
              value={stamps.bates}
              maxLength={24}
              onChange={(text) => set({ bates: text.toUpperCase() })}
              error={stamps.bates.trim() ? undefined : "Without a prefix there are no Bates numbers."}
            />
            <Field
              label="First number"
              inputMode="numeric"
              maxLength={6}
              value={stamps.batesStart ? String(stamps.batesStart) : ""}
              onChange={(text) => set({ batesStart: Number(text.replace(/\D/g, "")) })}
            />
          </div>
        )}
        <p className={css.fact}>
          “Client copy” mark
          <span>{copies === 0 ? "on no part" : `on ${count(copies, "part")}`}</span>
        </p>
      </div>
    </Panel>
  );
}

/** "KESTREL-" for Kestrel Marine Inc. */
function prefixFor(client: string): string {
  const word = client.toUpperCase().match(/[A-Z0-9]+/)?.[0] ?? "DOC";
  return `${word}-`;
}

/** The number on a page of the package, counted from 0: "KESTREL-000041". */
export function batesLabel(stamps: view.Stamps, page: number): string {
  return `${stamps.bates}${String((stamps.batesStart || 1) + page).padStart(6, "0")}`;
}
