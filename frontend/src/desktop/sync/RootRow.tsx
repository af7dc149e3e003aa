import { HardDrive } from "lucide-react";
import type { ReactNode } from "react";
import { count } from "#/shared/format";
import { Tag, type TagProps } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Sync.module.css";

const states: Record<string, { label: string; tone: TagProps["tone"] }> = {
  ok: { label: "Reachable", tone: "accent" },
  unbound: { label: "Not known on this computer", tone: "warn" },
  unreachable: { label: "Unreachable", tone: "warn" },
  empty: { label: "Empty", tone: "warn" },
  swapped: { label: "Not recognised", tone: "danger" },
  "reading only": { label: "Reading only", tone: "warn" },
};

/** One folder of the office share, as this computer finds it. */
export function RootRow({ root, actions }: { root: view.RootView; actions?: ReactNode }) {
  const state = states[root.state] ?? { label: root.state, tone: "neutral" as const };
  return (
    <div className={css.row}>
      <HardDrive size={16} />
      <div className={css.words}>
        <strong>{root.name}</strong> <span className={css.why}>{root.path}</span>
        <p className={root.state === "ok" ? css.why : css.warn}>
          {root.reason || [count(root.mapped, "work file"), root.polling].filter(Boolean).join(" · ")}
        </p>
      </div>
      <Tag tone={state.tone}>{state.label}</Tag>
      {actions}
    </div>
  );
}
