import { FileSearch } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { ErrorBox } from "#/ui/ErrorBox";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { useVerify } from "./useVerify";
import { VerdictPanel } from "./VerdictPanel";
import css from "./Verify.module.css";

/** Says of a sealed PDF on this computer whether it is whole, and whose seal it bears. */
export function Verify() {
  const verify = useVerify();
  const [asked, setAsked] = useState(false);
  const choose = () => {
    setAsked(true);
    verify.choose();
  };
  useScreenKeys([{ press: "o", label: "choose a file", act: choose }]);
  return (
    <div className={layout.fill}>
      <ScreenHeader
        title="Check a sealed PDF"
        sub="Works without a connection. The evidence file beside the PDF is read too, when there is one."
        trail={[
          { label: "Setup", href: "/setup" },
          { label: "Check a sealed PDF", href: "/setup/check" },
        ]}
        actions={
          <Button
            look="primary"
            icon={FileSearch}
            keys={["O"]}
            busy={verify.busy}
            busyLabel="Checking"
            onPress={choose}
          >
            {verify.verdict ? "Check another file" : "Choose a file"}
          </Button>
        }
      />
      <div className={layout.scroll}>
        <div className={layout.column}>
          <div aria-live="polite" className={css.result}>
            {verify.error && (
              <ErrorBox title={verify.error.message}>
                {verify.error.hint} The file itself was not touched.
              </ErrorBox>
            )}
            {verify.busy && asked && (
              <p className={layout.muted}>Checking the file. Large ones take a moment.</p>
            )}
            {verify.verdict && <VerdictPanel verdict={verify.verdict} />}
          </div>
          {!verify.verdict && !verify.error && !verify.busy && (
            <Empty icon={FileSearch} title="No file chosen yet.">
              Any PDF that was signed through a Tieout portal can be checked here, also one that came back by
              e-mail.
            </Empty>
          )}
        </div>
      </div>
    </div>
  );
}
