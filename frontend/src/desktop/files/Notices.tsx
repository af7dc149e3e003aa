import { CircleAlert, HardDrive, Inbox } from "lucide-react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import type { Icon } from "#/ui/icon";
import type { view } from "../api";
import css from "./Files.module.css";

const icons: Record<string, Icon> = { "nobody-filing": Inbox };

/** What holds for the whole work file: the share gone, only readable, nobody files, files missing at once. */
export function Notices({ panel, onDecide }: { panel: view.FilesPanel; onDecide: () => void }) {
  return (
    <>
      {panel.holds.map((hold) => (
        <div key={hold.engagement.id} role="status" className={css.notice}>
          <CircleAlert size={16} />
          <p>
            <strong>{count(hold.files.length, "file")} went missing at once.</strong> {hold.contact} still
            sees {hold.files.length === 1 ? "it" : "them"} until somebody decides.
          </p>
          <Button size="small" onPress={onDecide}>
            Decide
          </Button>
        </div>
      ))}
      {panel.notices.map(({ code, title, words }) => {
        const Glyph = icons[code] ?? HardDrive;
        return (
          <div key={code} role="status" className={css.notice}>
            <Glyph size={16} />
            <p>
              <strong>{title}</strong> {words}
            </p>
          </div>
        );
      })}
    </>
  );
}
