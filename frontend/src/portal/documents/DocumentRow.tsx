import {
  Check,
  ChevronDown,
  ChevronUp,
  Download,
  File,
  FileSpreadsheet,
  FileText,
  History,
  Image,
  Lock,
  PenLine,
} from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useLocation } from "wouter";
import { FileRow } from "#/shared/FileRow";
import { count, fileSize } from "#/shared/format";
import type { Icon } from "#/ui/icon";
import { Link } from "#/ui/Link";
import { Tag } from "#/ui/Tag";
import type { Document, Version } from "../api.gen";
import { paths } from "../paths";
import css from "./Documents.module.css";
import { readable } from "./queries";

export interface DocumentRowProps {
  client: string;
  engagement: string;
  document: Document;
}

const tags: Record<NonNullable<Document["tag"]>, ReactNode> = {
  latest: <Tag tone="accent">Latest</Tag>,
  received: <Tag icon={Check}>Received</Tag>,
  accepted: <Tag icon={Check}>Accepted</Tag>,
  again: <Tag tone="warn">Asked for again</Tag>,
  "to-sign": (
    <Tag tone="warn" icon={PenLine}>
      To sign
    </Tag>
  ),
  sealed: <Tag icon={Lock}>Sealed</Tag>,
  signed: <Tag icon={Check}>Signed</Tag>,
  declined: <Tag>Declined</Tag>,
};

const icons: Record<Document["kind"], Icon> = {
  pdf: FileText,
  image: Image,
  sheet: FileSpreadsheet,
  word: FileText,
  other: File,
};

/** The latest version, with the earlier ones folded under it. */
export function DocumentRow({ client, engagement, document }: DocumentRowProps) {
  const [, navigate] = useLocation();
  const { latest, name, detail } = document;
  const facts = [detail, document.for && `for ${document.for}`, fileSize(latest.size)]
    .filter(Boolean)
    .join(" · ");
  const open = document.deliverable
    ? paths.sign(client, engagement, document.deliverable)
    : readable(latest.media) && paths.read(client, engagement, document.id, latest.number);
  return (
    <>
      <FileRow
        look="tile"
        name={name}
        icon={icons[document.kind]}
        tag={document.tag && <span className={css.wide}>{tags[document.tag]}</span>}
        detail={
          <>
            {facts}
            {document.tag && <span className={css.narrow}> {tags[document.tag]}</span>}
          </>
        }
        onOpen={open ? () => navigate(open) : undefined}
        action={<DownloadLink href={latest.href} name={name} />}
      />
      {document.earlier.length > 0 && (
        <Earlier client={client} engagement={engagement} document={document} versions={document.earlier} />
      )}
    </>
  );
}

function DownloadLink({ href, name }: { href: string; name: string }) {
  return (
    <a href={`${href}?download=1`} download aria-label={`Download ${name}`} className={css.download}>
      <Download size={18} />
    </a>
  );
}

function Earlier({
  client,
  engagement,
  document,
  versions,
}: DocumentRowProps & { versions: readonly Version[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const Arrow = open ? ChevronUp : ChevronDown;
  return (
    <div className={css.earlier}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className={css.unfold}
        onClick={() => setOpen(!open)}
      >
        <History size={16} />
        {count(versions.length, "earlier version")}
        <Arrow size={16} />
      </button>
      {open && (
        <ul id={id} className={css.versions}>
          {versions.map((version) => (
            <li key={version.number}>
              <span>
                Version {version.number}, {version.when.text}
              </span>
              {readable(version.media) ? (
                <Link
                  look="quiet"
                  href={paths.read(client, engagement, document.id, version.number)}
                  aria-label={`Open version ${version.number} of ${document.name}`}
                >
                  Open
                </Link>
              ) : (
                <DownloadLink href={version.href} name={`version ${version.number} of ${document.name}`} />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
