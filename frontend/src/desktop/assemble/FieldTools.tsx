import { Button } from "#/ui/Button";
import type { DraftFieldKind } from "../review/draftFields";
import css from "./Assemble.module.css";
import { tools } from "./tools";

/** What the next press on the page places; pressing it again puts it down. */
export function FieldTools({
  armed,
  onArm,
}: {
  armed: DraftFieldKind | null;
  onArm: (kind: DraftFieldKind) => void;
}) {
  return (
    <span className={css.tools}>
      {tools.map(({ kind, label, icon, key }) => (
        <Button
          key={kind}
          look={armed === kind ? "soft" : "plain"}
          icon={icon}
          keys={[key]}
          onPress={() => onArm(kind)}
        >
          {label}
        </Button>
      ))}
    </span>
  );
}
