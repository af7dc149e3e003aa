import { Send } from "lucide-react";
import { useState } from "react";
import { UploadRow } from "#/shared/UploadRow";
import { BackLink } from "#/ui/BackLink";
import { Button } from "#/ui/Button";
import { FileDrop } from "#/ui/FileDrop";
import { TextArea } from "#/ui/TextArea";
import css from "./Gallery.module.css";
import { PortalFrame } from "./PortalFrame";

const nothing = () => undefined;

/** Page P2 of the design. */
export function PortalUpload() {
  const [note, setNote] = useState("The trade-in is on page 2.");
  return (
    <PortalFrame current="home" width="form">
      <div className={css.stack}>
        <BackLink href="/">Home</BackLink>
        <h1>Vehicle purchase invoice</h1>
        <p>
          The dealer’s invoice for the van you bought on Aug 14, 2025. We need it to record the purchase and
          the trade-in.
        </p>
        <FileDrop hint="PDF, photos, Word or Excel, up to 200 MB each" onFiles={nothing} />
        <UploadRow name="Dealer invoice, page 1.jpg" size={2_516_582} sent={2_516_582} state="ready" />
        <UploadRow
          name="Dealer invoice, page 2.jpg"
          size={2_516_582}
          sent={1_572_864}
          state="sending"
          onRemove={nothing}
        />
        <TextArea label="Anything Tom should know?" optional rows={2} value={note} onChange={setNote} />
        <Button look="primary" size="main" wide icon={Send}>
          Send 2 files
        </Button>
      </div>
    </PortalFrame>
  );
}
