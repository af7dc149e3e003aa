import { Button } from "#/ui/Button";
import type { DraftFieldKind } from "../review/draftFields";
import css from "./Assemble.module.css";
import { tools } from "./tools";

/** What the next press on the page places; pressing it again puts it down. */
export function FieldTools({
  armed,
  ready,
  onArm,
}: {
  armed: DraftFieldKind | null;
  /** Somebody signs, so that a field has an owner. */
  ready: boolean;
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
      {armed && (
        <span role="status" className={css.toolHint}>
          {ready ? "Press the place on the page, or Enter for its middle." : "Add a signer first."}
        </span>
      )}
    </span>
  );
}
