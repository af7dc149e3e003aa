import { useState } from "react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import type { view } from "../api";
import { HoldDialog } from "../files/HoldDialog";

/** Many files went missing at once. Nothing is taken back from the client until somebody decides. */
export function HoldCard({ hold }: { hold: view.Hold }) {
  const [deciding, setDeciding] = useState(false);
  const { engagement, files } = hold;
  return (
    <>
      <ErrorBox
        title={`${count(files.length, "file")} went missing at once from ${engagement.client} ${engagement.title}.`}
        actions={
          <Button size="small" onPress={() => setDeciding(true)}>
            Look at them and decide
          </Button>
        }
      >
        Since {hold.moment.words}. {hold.contact} still sees {files.length === 1 ? "it" : "them"}. Put the
        files back on the share, or decide.
      </ErrorBox>
      {deciding && <HoldDialog hold={hold} onClose={() => setDeciding(false)} />}
    </>
  );
}
