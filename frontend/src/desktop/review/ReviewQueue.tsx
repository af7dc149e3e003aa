import { DraftQueue } from "./DraftQueue";
import { useReviewQueue } from "./queries";

/** Drafts that wait for a reviewer, the person's own first. */
export function ReviewQueue() {
  return (
    <DraftQueue
      title="Review"
      section="/review"
      queue={useReviewQueue()}
      name="the drafts that wait"
      label="Drafts to review"
      waiting={["draft", "to look at"]}
      empty={{
        title: "No drafts wait for you.",
        explains: "They come here when somebody sends one to review.",
      }}
    />
  );
}
