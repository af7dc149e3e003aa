import { useState } from "react";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import type { DraftFieldKind } from "../review/draftFields";
import { takenOf } from "./pages";
import { orderOf, type PlanPart } from "./plan";
import { efileOf, type Found, pagesOf, preflight } from "./preflight";
import { usePartChecks } from "./queries";
import { tools } from "./tools";
import { usePlan } from "./usePlan";
import { useSend } from "./useSend";
import { useSuggestions } from "./useSuggestions";

/** Everything the workbench knows and does: the plan, what was found in it, and what is in hand. */
export function useBench(sheet: view.AssembleSheet, onMade: (draft: string) => void) {
  const { engagement, signers: people } = sheet;
  const [plan, change, forget] = usePlan(sheet);
  const checks = usePartChecks(engagement.id, plan.parts);
  const found = preflight(plan, checks, people);
  const suggested = useSuggestions(engagement.id, plan, checks);
  const [shown, setShown] = useState("");
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<string | null>(null);
  const [armed, setArmed] = useState<DraftFieldKind | null>(null);
  const [chosen, setSigner] = useState("");
  const [unlocking, setUnlocking] = useState("");
  const sending = useSend((draft) => {
    forget();
    onMade(draft);
  });

  const part = plan.parts.find((p) => p.key === shown) ?? plan.parts[0];
  const signer = plan.signers.includes(chosen) ? chosen : (plan.signers[0] ?? "");
  const stops = found.filter((f) => f.state === "stop").length;
  const pages = pagesOf(plan, checks);
  const ready = plan.parts.length > 0 && pages !== null && stops === 0;

  const show = (key: string, at = 1) => {
    setShown(key);
    setPage(at);
  };
  const arm = (kind: DraftFieldKind) => setArmed(armed === kind ? null : kind);
  const send = () => {
    if (ready) sending.send(orderOf(plan, engagement.id));
  };
  const help = (one: Found) => {
    if (one.part) show(one.part, one.page || 1);
    if (one.help === "password" && one.part) setUnlocking(one.part);
    if (one.help === "remove" && one.part) change({ do: "remove-part", key: one.part });
    if (one.help === "place" && one.signer && one.missing) {
      setSigner(one.signer);
      setArmed(one.missing);
    }
    if (one.help === "again" && one.part) checks.get(one.part)?.again();
  };
  /** Goes to the first thing that stops; what takes something away waits for its own button. */
  const fix = () => {
    const first = found.find((f) => f.state === "stop");
    if (first) help(first.help === "remove" ? { ...first, help: "show" } : first);
  };
  const placeSuggested = () => {
    change({ do: "add-fields", fields: suggested });
    const [first] = suggested;
    if (first) show(first.part, first.page);
    setSelected(`f${plan.made}`);
  };

  useScreenKeys([
    ...tools.map((tool) => ({
      press: tool.key.toLowerCase(),
      label: tool.label.toLowerCase(),
      quiet: tool.kind === "initials" || tool.kind === "checkbox",
      act: part ? () => arm(tool.kind) : undefined,
    })),
    { press: "", keys: ["Alt", "↑", "↓"], label: "move a part" },
    { press: "", keys: ["PgDn"], label: "next page" },
    {
      press: "escape",
      label: "put the tool down",
      quiet: true,
      act: armed ? () => setArmed(null) : undefined,
    },
    {
      press: "ctrl+enter",
      label: stops > 0 ? "fix" : "send to review",
      act: sending.busy ? undefined : stops > 0 ? fix : send,
    },
  ]);

  return {
    plan,
    change,
    checks,
    found,
    suggested,
    placeSuggested,
    part,
    page,
    setPage,
    show,
    pages,
    firstPage: part ? firstPageOf(plan.parts, part.key, checks) : null,
    selected,
    setSelected,
    armed,
    arm,
    placed: (id: string) => {
      setArmed(null);
      setSelected(id);
    },
    signer,
    setSigner,
    form: efileOf(plan, checks),
    withoutSigners: () => {
      for (const id of plan.signers) change({ do: "remove-signer", id });
    },
    unlocking,
    closeLock: () => setUnlocking(""),
    unlock: (key: string, password: string) => {
      setUnlocking("");
      change({ do: "change-part", key, change: { password } });
    },
    stops,
    ready,
    steps: [
      { label: "Parts", done: plan.parts.length > 0 && pages !== null },
      { label: "Stamps", done: plan.parts.length > 0 },
      { label: "Fields", done: plan.parts.length > 0 && !found.some((f) => f.state === "stop" && !f.part) },
      { label: "Send to review", done: false },
    ],
    sending,
    send,
    fix,
    help,
  };
}

/** The place of a part's first page in the package, while all before it are read. */
function firstPageOf(
  parts: readonly PlanPart[],
  key: string,
  checks: ReturnType<typeof usePartChecks>,
): number | null {
  let first = 1;
  for (const part of parts) {
    if (part.key === key) return first;
    const taken = takenOf(part, checks.get(part.key)?.check);
    if (!taken) return null;
    first += taken.length;
  }
  return null;
}
