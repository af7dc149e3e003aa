import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import { Hidden } from "#/ui/Hidden";
import { Panel } from "#/ui/Panel";
import { rove } from "#/ui/roving";
import { PartRow } from "./PartRow";
import css from "./Parts.module.css";
import { takenOf } from "./pages";
import type { Plan, PlanAct } from "./plan";
import type { Found } from "./preflight";
import { pagesOf } from "./preflight";
import type { Checked } from "./queries";
import { useReorder } from "./useReorder";

export interface PartsPanelProps {
  plan: Plan;
  change: (act: PlanAct) => void;
  checks: ReadonlyMap<string, Checked>;
  found: readonly Found[];
  /** The key of the part in the preview. */
  shown: string;
  onShow: (key: string) => void;
  onAdd: () => void;
}

/** What the package is made of, in order. */
export function PartsPanel({ plan, change, checks, found, shown, onShow, onAdd }: PartsPanelProps) {
  const { parts } = plan;
  const [said, setSaid] = useState("");
  const keep = useRef("");
  const move = (from: number, to: number) => {
    const part = parts[from];
    if (!part || to < 0 || to >= parts.length) return;
    change({ do: "move-part", key: part.key, to });
    setSaid(`${part.name} is now part ${to + 1} of ${parts.length}`);
    keep.current = part.key;
  };
  const { list, landing, grip } = useReorder(move);
  // The row that moved keeps the focus at its new place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the order has changed
  useEffect(() => {
    if (!keep.current) return;
    list.current?.querySelector<HTMLElement>(`[data-part="${keep.current}"]`)?.focus();
    keep.current = "";
  }, [parts]);
  const ranges = pageRanges(plan, checks);
  const pages = pagesOf(plan, checks);
  return (
    <Panel
      look="bare"
      title="Parts"
      meta={
        parts.length > 0 &&
        [count(parts.length, "part"), pages !== null && count(pages, "page")].filter(Boolean).join(", ")
      }
      action={
        <Button look="link" icon={Plus} onPress={onAdd}>
          Add
        </Button>
      }
    >
      {parts.length === 0 && <p className={css.none}>No parts yet.</p>}
      <ol ref={list} aria-label="Parts" className={css.list} onKeyDown={(event) => rove(event as never)}>
        {parts.map((part, place) => (
          <PartRow
            key={part.key}
            part={part}
            place={place}
            file={part.path.split(/[\\/]/).at(-1) ?? part.path}
            pages={ranges[place] ?? null}
            count={checks.get(part.key)?.check?.pages ?? 0}
            stopped={found.some((f) => f.state === "stop" && f.part === part.key)}
            signs={plan.fields.some((f) => f.part === part.key)}
            shown={part.key === shown}
            last={place === parts.length - 1}
            grip={grip(place)}
            landing={landingAt(landing, place)}
            onShow={() => onShow(part.key)}
            onMove={(to) => move(place, to)}
            onCopy={(copy) => change({ do: "change-part", key: part.key, change: { copy } })}
            onPages={(pages) => change({ do: "change-part", key: part.key, change: { pages } })}
            onRemove={() => change({ do: "remove-part", key: part.key })}
          />
        ))}
      </ol>
      <span role="status">
        <Hidden>{said}</Hidden>
      </span>
    </Panel>
  );
}

function landingAt(landing: { from: number; to: number } | null, place: number): "before" | "behind" | null {
  if (!landing || landing.from === landing.to || landing.to !== place) return null;
  return landing.to < landing.from ? "before" : "behind";
}

/** The pages of each part in the package: "4–25". */
export function pageRanges(plan: Plan, checks: ReadonlyMap<string, Checked>): (string | null)[] {
  let first: number | null = 1;
  return plan.parts.map((part) => {
    const checked = checks.get(part.key);
    const taken = takenOf(part, checked?.check)?.length;
    if (first === null || !taken) {
      first = null;
      return checked?.error || checked?.check ? (taken ? count(taken, "page") : "") : null;
    }
    const last: number = first + taken - 1;
    const range: string = taken === 1 ? String(first) : `${first}–${last}`;
    first = last + 1;
    return range;
  });
}
