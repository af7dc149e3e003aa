import { DraftQueue } from "../review/DraftQueue";
import { usePublishQueue } from "./queries";

/** Approved drafts that nobody has sent yet. */
export function PublishQueue() {
  return (
    <DraftQueue
      title="Publish"
      section="/publish"
      queue={usePublishQueue()}
      name="the approved drafts"
      label="Drafts to publish"
      waiting={["approved draft", "to send"]}
      empty={{
        title: "Nothing waits to be sent.",
        explains: "A draft comes here when a partner approves it.",
      }}
    />
  );
}
