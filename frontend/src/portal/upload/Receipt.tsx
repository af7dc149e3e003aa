import { Upload } from "lucide-react";
import { useEffect } from "react";
import { ReceiptCard } from "#/shared/ReceiptCard";
import { UploadRow } from "#/shared/UploadRow";
import { BackLink } from "#/ui/BackLink";
import { ButtonLink } from "#/ui/ButtonLink";
import { FactList } from "#/ui/FactList";
import { Panel } from "#/ui/Panel";
import type { Received } from "../api.gen";
import { paths } from "../paths";
import css from "./Upload.module.css";

export interface ReceiptProps {
  client: string;
  /** First name. */
  name: string;
  receipt: Received;
}

/** The office has it: the number, what happens now, and what is left. */
export function Receipt({ client, name, receipt }: ReceiptProps) {
  useEffect(() => {
    document.getElementById("content")?.focus();
    scrollTo(0, 0);
  }, []);
  const { left } = receipt;
  return (
    <div className={css.page}>
      <BackLink href={paths.home(client)}>Home</BackLink>
      <ReceiptCard
        name={name}
        files={receipt.files.length}
        request={receipt.title}
        at={receipt.when.text}
        receipt={receipt.number}
      >
        {receipt.files.map((file, place) => (
          // The list is fixed, and two files may have one name.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <UploadRow key={place} name={file.name} size={file.size} sent={file.size} state="received" />
        ))}
      </ReceiptCard>
      <Panel title="What happens now">
        <FactList facts={receipt.now.map((fact) => ({ id: fact.text, ...fact }))} />
      </Panel>
      {left.length > 0 && (
        <Panel title={left.length === 1 ? "One thing left" : `${left.length} things left`}>
          {left.map((need, place) => (
            <div key={need.id} className={css.left}>
              <strong>{need.title}</strong>
              <ButtonLink
                look={place === 0 ? "primary" : "secondary"}
                icon={Upload}
                href={paths.request(client, need.engagement, need.id)}
                aria-label={`Upload: ${need.title}`}
              >
                Upload
              </ButtonLink>
            </div>
          ))}
        </Panel>
      )}
      {left.length === 0 && (
        <ButtonLink look="primary" size="main" wide href={paths.home(client)}>
          Back to Home
        </ButtonLink>
      )}
    </div>
  );
}
