import { Search } from "lucide-react";
import { useState } from "react";
import { Empty } from "#/ui/Empty";
import { Field } from "#/ui/Field";
import { Panel } from "#/ui/Panel";
import { Skeleton } from "#/ui/Skeleton";
import type { Document, Folder } from "../api.gen";
import { Failed } from "../Failed";
import type { PageProps } from "../page";
import { DocumentRow } from "./DocumentRow";
import css from "./Documents.module.css";
import { FolderList } from "./FolderList";
import { useDocuments } from "./queries";

/** Everything both sides have sent, the latest version in front. */
export function DocumentsPage({ door }: PageProps) {
  const documents = useDocuments(door.id);
  const [chosen, setChosen] = useState<string>();
  const [search, setSearch] = useState("");
  if (documents.error && !documents.data) {
    return <Failed error={documents.error} onRetry={() => void documents.refetch()} />;
  }
  if (!documents.data) return <Skeleton of="card" rows={3} />;
  const { folders } = documents.data;
  const full = folders.filter((f) => f.count > 0);
  const words = search.trim().toLowerCase();
  const folder = full.find((f) => f.engagement === chosen) ?? full[0];
  const shown = words ? full : folder ? [folder] : [];
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>Documents</h1>
        <div className={css.search}>
          <Field
            label="Search documents"
            labelHidden
            type="search"
            placeholder="Search documents"
            icon={Search}
            value={search}
            onChange={setSearch}
          />
        </div>
      </header>
      {full.length === 0 ? (
        <Empty boxed title="Nothing here yet.">
          What {door.firm} sends you, and what you send, is kept here.
        </Empty>
      ) : (
        <div className={css.two}>
          <FolderList folders={full} chosen={words ? undefined : folder?.engagement} onChoose={setChosen} />
          <div className={css.lists}>
            <Found client={door.id} firm={door.firm} folders={shown} words={words} />
          </div>
        </div>
      )}
    </div>
  );
}

interface FoundProps {
  client: string;
  firm: string;
  folders: readonly Folder[];
  words: string;
}

function matches(document: Document, words: string): boolean {
  return `${document.name} ${document.for ?? ""}`.toLowerCase().includes(words);
}

function Found({ client, firm, folders, words }: FoundProps) {
  const lists = folders.flatMap((folder) =>
    (
      [
        [`From ${firm}`, folder.office],
        ["What you sent us", folder.sent],
        ["Signed", folder.signed],
      ] as const
    ).map(([title, documents]) => ({
      id: folder.engagement + title,
      engagement: folder.engagement,
      title: words ? `${folder.title}: ${title.toLowerCase()}` : title,
      documents: documents.filter((d) => matches(d, words)),
    })),
  );
  const some = lists.filter((l) => l.documents.length > 0);
  if (some.length === 0) {
    return (
      <Empty boxed title="No match.">
        Try part of the name, or what it was asked for.
      </Empty>
    );
  }
  return some.map((list) => (
    <Panel key={list.id} title={list.title}>
      <ul className={css.rows}>
        {list.documents.map((document) => (
          <li key={document.id}>
            <DocumentRow client={client} engagement={list.engagement} document={document} />
          </li>
        ))}
      </ul>
    </Panel>
  ));
}
