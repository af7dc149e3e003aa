import { useState } from "react";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import type { view } from "../api";
import { ChangedDialog } from "../files/ChangedDialog";
import { HoldDialog } from "../files/HoldDialog";

/** Many files went missing or became something else at once. Nothing is taken back or sent until somebody decides. */
export function HoldCard({ hold }: { hold: view.Hold }) {
  const [deciding, setDeciding] = useState(false);
  const { engagement, files, changed, words } = hold;
  const Decide = changed ? ChangedDialog : HoldDialog;
  return (
    <>
      <ErrorBox
        title={`${engagement.client} ${engagement.title}: ${words}.${changed ? " Nothing was sent." : ""}`}
        actions={
          <Button size="small" onPress={() => setDeciding(true)}>
            Look at them and decide
          </Button>
        }
      >
        Since {hold.moment.words}. {hold.contact} still sees{" "}
        {changed ? "the versions before" : files.length === 1 ? "it" : "them"}. Put the files back on the
        share, or decide.
      </ErrorBox>
      {deciding && <Decide hold={hold} onClose={() => setDeciding(false)} />}
    </>
  );
}
