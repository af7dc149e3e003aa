import type { Folder } from "../api.gen";
import css from "./Documents.module.css";

export interface FolderListProps {
  folders: readonly Folder[];
  /** None while a search looks through all. */
  chosen: string | undefined;
  onChoose: (engagement: string) => void;
}

/** The engagements, as a list beside the documents or a row of chips above them. */
export function FolderList({ folders, chosen, onChoose }: FolderListProps) {
  return (
    <nav aria-label="Engagements" className={css.folders}>
      {folders.map((folder) => (
        <button
          key={folder.engagement}
          type="button"
          aria-pressed={folder.engagement === chosen}
          className={css.folder}
          onClick={() => onChoose(folder.engagement)}
        >
          <span>{folder.title}</span>
          <span className={css.count}>{folder.count}</span>
        </button>
      ))}
    </nav>
  );
}
