import { Plus } from "lucide-react";
import { RequestRow, type RequestState } from "#/shared/RequestRow";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { RowList } from "#/ui/RowList";
import type { view } from "../api";
import layout from "../layout.module.css";
import { useParam } from "../useParam";
import css from "./Engagement.module.css";
import { RequestDetail } from "./RequestDetail";
import { UploadsWithoutRequest } from "./UploadsWithoutRequest";

/** How a request is drawn. */
function stateOf({ state, answer, due }: view.RequestView): RequestState {
  if (state === "accepted") return "accepted";
  if (state === "returned") return "fix";
  if (state === "answered") return answer === "files" ? "received" : "answered";
  return due.state === "late" ? "overdue" : "asked";
}

/** The provided-by-client list. */
export function RequestsPane({ page, onAsk }: { page: view.EngagementPage; onAsk: () => void }) {
  const [chosen, setChosen] = useParam("request");
  const rows = page.requests.filter((request) => request.state !== "withdrawn");
  const waits = rows.find((request) => request.state === "answered");
  const current = rows.find((request) => request.id === chosen) ?? waits;
  return (
    <div className={css.requests}>
      <div className={layout.paneHead}>
        <h2>Requests</h2>
        <span className={layout.muted}>
          {page.in} of {page.asked}
        </span>
        {page.can.includes("ask-requests") && (
          <Button look="link" icon={Plus} onPress={onAsk}>
            Ask
          </Button>
        )}
      </div>
      <div className={css.requestList}>
        <UploadsWithoutRequest page={page} />
        <RowList
          look="ruled"
          label="Requests"
          headingsHidden
          sections={[{ id: "requests", title: "Requests", rows }]}
          rowKey={(request) => request.id}
          rowName={(request) => request.title}
          current={current?.id ?? null}
          onCurrent={setChosen}
          empty={<Empty title="No requests yet.">Ask for what you need; the client sees it at once.</Empty>}
        >
          {(request) => (
            <RequestRow
              title={request.title}
              state={stateOf(request)}
              detail={request.words}
              queued={request.pending}
            />
          )}
        </RowList>
      </div>
      {current && <RequestDetail key={current.id} engagement={page.id} request={current} />}
    </div>
  );
}
