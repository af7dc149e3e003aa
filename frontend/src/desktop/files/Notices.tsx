import { CircleAlert, EyeOff, HardDrive, Inbox } from "lucide-react";
import { Button } from "#/ui/Button";
import type { Icon } from "#/ui/icon";
import type { view } from "../api";
import { useSync } from "../sync/queries";
import css from "./Files.module.css";

const icons: Record<string, Icon> = { "nobody-filing": Inbox, complete: EyeOff };

/** Conditions that the banner of the window may say already. */
const ofTheShare = ["unreachable", "not-recognised", "reading-only"];

export interface NoticesProps {
  panel: view.FilesPanel;
  onDecide: () => void;
  /** Absent where the person may not. */
  onStatus: (() => void) | undefined;
}

/** What holds for the whole work file: the share gone, only readable, nobody files or watches, files missing at once. */
export function Notices({ panel, onDecide, onStatus }: NoticesProps) {
  const sync = useSync().data;
  // The banner of the window says the same already where it is about the share of this work file.
  const said = sync?.roots.some(
    (root) => root.path && panel.local.startsWith(root.path) && sync.banner.startsWith(root.name),
  );
  const notices = panel.notices.filter(({ code }) => !(said && ofTheShare.includes(code)));
  return (
    <>
      {panel.holds.map((hold) => (
        <div key={String(hold.changed)} role="status" className={css.notice}>
          <CircleAlert size={16} />
          <p>
            <strong>
              {hold.words}.{hold.changed && " Nothing was sent."}
            </strong>{" "}
            {hold.contact} still sees{" "}
            {hold.changed ? "the versions before" : hold.files.length === 1 ? "it" : "them"} until somebody
            decides.
          </p>
          <Button size="small" onPress={onDecide}>
            Decide
          </Button>
        </div>
      ))}
      {notices.map(({ code, title, words }) => {
        const Glyph = icons[code] ?? HardDrive;
        return (
          <div key={code} role="status" className={css.notice}>
            <Glyph size={16} />
            <p>
              <strong>{title}</strong> {words}
            </p>
            {code === "complete" && onStatus && (
              <Button size="small" onPress={onStatus}>
                Move status
              </Button>
            )}
          </div>
        );
      })}
    </>
  );
}
