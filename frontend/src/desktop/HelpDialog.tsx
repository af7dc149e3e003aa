import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { KeyCap } from "#/ui/KeyCap";
import css from "./HelpDialog.module.css";
import { useKeyHints } from "./keyHints";

/** Every key that acts on the screen behind it. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const keys = useKeyHints();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Shortcuts on this screen"
      size="wide"
      actions={<Button onPress={onClose}>Close</Button>}
    >
      <dl className={css.keys}>
        <Row keys={["Ctrl", "K"]} label="search and commands" />
        {keys.map((k) => (
          <Row key={`${k.keys.join()} ${k.label}`} {...k} />
        ))}
      </dl>
      <p className={css.note}>Single letters can be switched off in Setup.</p>
    </Dialog>
  );
}

function Row({ keys, label }: { keys: readonly string[]; label: string }) {
  return (
    <div className={css.row}>
      <dt>{label}</dt>
      <dd>
        <span className={css.spoken}>{keys.join(" ")}</span>
        <KeyCap keys={keys} />
      </dd>
    </div>
  );
}
