import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { api, type view } from "../api";
import { useAct } from "../useAct";

/** Where one does it again on what is true now. */
function again({ retry, engagement, draft }: view.RefusedAct): { label: string; to: string } {
  switch (retry) {
    case "approve-draft":
      return { label: "Look and approve again", to: `/review/${engagement.id}/${draft}` };
    case "publish-draft":
      return { label: "Look and publish again", to: `/publish/${engagement.id}/${draft}` };
    default:
      return { label: "Open engagement", to: `/engagements/${engagement.id}` };
  }
}

/** An act that was signed on this computer and that the relay did not take. */
export function RefusedCard({ act }: { act: view.RefusedAct }) {
  const [, navigate] = useLocation();
  const dismiss = useAct();
  const { label, to } = again(act);
  return (
    <ErrorBox
      title={`${act.title} · ${act.engagement.client}`}
      actions={
        <>
          <Button size="small" onPress={() => navigate(to)}>
            {label}
          </Button>
          <Button
            size="small"
            look="plain"
            busy={dismiss.busy}
            onPress={() => dismiss.run(() => api.dismissRefused(act.id))}
          >
            Dismiss
          </Button>
        </>
      }
    >
      {act.message} {act.hint}
    </ErrorBox>
  );
}
