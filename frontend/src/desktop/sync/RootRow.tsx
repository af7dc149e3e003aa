import { HardDrive } from "lucide-react";
import type { ReactNode } from "react";
import { count } from "#/shared/format";
import { Tag, type TagProps } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Sync.module.css";

const tones: Record<string, TagProps["tone"]> = { ok: "accent", empty: "danger", swapped: "danger" };

/** One folder of the office share, as this computer finds it. */
export function RootRow({ root, actions }: { root: view.RootView; actions?: ReactNode }) {
  return (
    <div className={css.row}>
      <HardDrive size={16} />
      <div className={css.words}>
        <strong>{root.name}</strong> <span className={css.why}>{root.path}</span>
        <p className={root.state === "ok" ? css.why : css.warn}>
          {root.reason || [count(root.mapped, "work file"), root.polling].filter(Boolean).join(" · ")}
        </p>
      </div>
      <Tag tone={tones[root.state] ?? "warn"}>{root.label}</Tag>
      {actions}
    </div>
  );
}
