import { useLocation } from "wouter";
import { count } from "#/shared/format";
import { Empty } from "#/ui/Empty";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { DraftTable } from "./DraftTable";
import { useReviewQueue } from "./queries";

/** Drafts that wait for a reviewer, the person's own first. */
export function ReviewQueue() {
  const queue = useReviewQueue();
  const [, navigate] = useLocation();
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "next draft" },
    { press: "", keys: ["Enter"], label: "open" },
  ]);
  const waiting = queue.data?.rows.length ?? 0;
  return (
    <div className={layout.fill}>
      <ScreenHeader title="Review" meta={waiting > 0 && `${count(waiting, "draft")} to look at`} />
      <div className={layout.scroll}>
        <Loaded query={queue} name="the drafts that wait" skeleton={{ rows: 6 }}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty title="No drafts wait for you.">They come here when somebody sends one to review.</Empty>
            ) : (
              <DraftTable
                label="Drafts to review"
                rows={rows}
                onOpen={(row) => navigate(`/review/${row.engagement.id}/${row.id}`)}
                empty={null}
              />
            )
          }
        </Loaded>
      </div>
    </div>
  );
}
