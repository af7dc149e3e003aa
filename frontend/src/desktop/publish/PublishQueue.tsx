import { useLocation } from "wouter";
import { count } from "#/shared/format";
import { Empty } from "#/ui/Empty";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { DraftTable } from "../review/DraftTable";
import { usePublishQueue } from "./queries";

/** Approved drafts that nobody has sent yet. */
export function PublishQueue() {
  const queue = usePublishQueue();
  const [, navigate] = useLocation();
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "next draft" },
    { press: "", keys: ["Enter"], label: "open" },
  ]);
  const waiting = queue.data?.rows.length ?? 0;
  return (
    <div className={layout.fill}>
      <ScreenHeader title="Publish" meta={waiting > 0 && `${count(waiting, "approved draft")} to send`} />
      <div className={layout.scroll}>
        <Loaded query={queue} name="the approved drafts" skeleton={{ rows: 6 }}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty title="Nothing waits to be sent.">A draft comes here when a partner approves it.</Empty>
            ) : (
              <DraftTable
                label="Drafts to publish"
                rows={rows}
                onOpen={(row) => navigate(`/publish/${row.engagement.id}/${row.id}`)}
                empty={null}
              />
            )
          }
        </Loaded>
      </div>
    </div>
  );
}
