import {
  BellRing,
  BookCheck,
  Circle,
  Eye,
  FileDown,
  Folder,
  Lock,
  MessageSquare,
  Plus,
  Route,
  Signature,
  Upload,
  UsersRound,
} from "lucide-react";
import { useState } from "react";
import { Timeline } from "#/shared/Timeline";
import { Button } from "#/ui/Button";
import type { Icon } from "#/ui/icon";
import type { view } from "../api";
import layout from "../layout.module.css";

const icons: Record<string, Icon> = {
  request: Plus,
  upload: FileDown,
  seen: Eye,
  reminder: BellRing,
  publish: Upload,
  message: MessageSquare,
  status: Route,
  sign: Signature,
  seal: Lock,
  review: BookCheck,
  people: UsersRound,
  folder: Folder,
};

const first = 40;

/** What has happened, newest first. */
export function TimelinePane({ items }: { items: readonly view.TimelineItem[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, first);
  return (
    <div className={layout.stack}>
      <h2>Timeline</h2>
      {items.length === 0 && <p className={layout.muted}>Nothing has happened yet.</p>}
      <Timeline
        label="Timeline"
        entries={shown.map((item) => ({
          id: item.id,
          icon: icons[item.icon] ?? Circle,
          text: item.words,
          detail: (
            <>
              {[item.moment.words, item.detail].filter(Boolean).join(" · ")}
              {item.pending && <span className={layout.warn}> · queued</span>}
            </>
          ),
        }))}
      />
      {shown.length < items.length && (
        <Button look="link" onPress={() => setAll(true)}>
          Show all {items.length}
        </Button>
      )}
    </div>
  );
}
