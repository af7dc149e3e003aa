import { Download, X } from "lucide-react";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";
import { Skeleton } from "#/ui/Skeleton";
import { Failed } from "../Failed";
import type { PageProps } from "../page";
import { paths } from "../paths";
import css from "./Documents.module.css";
import { findVersion, readable, useDocuments } from "./queries";

export interface ReadPageProps extends PageProps {
  engagement: string;
  document: string;
  version: number;
}

/** One document, full size. That it was opened is recorded when its bytes are fetched. */
export function ReadPage({ door, engagement, document, version }: ReadPageProps) {
  const documents = useDocuments(door.id);
  if (documents.error && !documents.data) {
    return <Failed error={documents.error} onRetry={() => void documents.refetch()} />;
  }
  if (!documents.data) return <Skeleton of="card" rows={3} />;
  const found = findVersion(documents.data, engagement, document, version);
  if (!found) {
    return (
      <Empty
        title="This document is not here any more."
        action={<ButtonLink href={paths.documents(door.id)}>Go to Documents</ButtonLink>}
      >
        Your accountant may have taken it back or sent a newer version.
      </Empty>
    );
  }
  const { name } = found.document;
  const { href, media, number } = found.version;
  const close = () => (history.length > 1 ? history.back() : location.assign(`#${paths.documents(door.id)}`));
  return (
    <div className={css.read}>
      <header className={css.readBar}>
        <Button look="plain" icon={X} onPress={close}>
          Close
        </Button>
        <h1 className={css.readTitle}>
          {name}
          {found.document.earlier.length > 0 && `, version ${number}`}
        </h1>
        <ButtonLink
          look="plain"
          icon={Download}
          href={`${href}?download=1`}
          download
          aria-label={`Download ${name}`}
        >
          <span className={css.wide}>Download</span>
        </ButtonLink>
      </header>
      <main className={css.readBody}>
        {readable(media) === "image" ? (
          <img src={href} alt={name} className={css.picture} />
        ) : (
          <PdfViewer url={href} />
        )}
      </main>
    </div>
  );
}
