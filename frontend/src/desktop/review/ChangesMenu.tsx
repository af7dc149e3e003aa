import { GitCompare } from "lucide-react";
import { count, list } from "#/shared/format";
import { Button } from "#/ui/Button";
import { Popover } from "#/ui/Popover";
import { Tag } from "#/ui/Tag";
import layout from "../layout.module.css";
import type { Difference } from "./compare";
import css from "./Review.module.css";
import type { Changes } from "./useChanges";

/** Which pages differ from the draft before, by their words; pressing one shows it. */
export function ChangesMenu({ changes, onPage }: { changes: Changes; onPage: (page: number) => void }) {
  const { since, difference } = changes;
  if (!difference) {
    return (
      <span className={layout.muted} role="status">
        Comparing with draft {since}…
      </span>
    );
  }
  const pages = [...difference.changed, ...difference.added].sort((a, b) => a - b);
  return (
    <Popover
      title={`Since draft ${since}`}
      trigger={
        <Button look="plain" icon={GitCompare}>
          Changes since draft {since}
          <span className={css.tagged}>
            <Tag tone="outline">{count(pages.length, "page")}</Tag>
          </span>
        </Button>
      }
    >
      {(close) => (
        <div className={css.changes}>
          {pages.length > 0 && (
            <ul className={css.pageList}>
              {pages.map((page) => (
                <li key={page}>
                  <Button
                    look="plain"
                    size="small"
                    onPress={() => {
                      close();
                      onPage(page);
                    }}
                  >
                    Page {page} {difference.added.includes(page) ? "is new" : "differs"}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <p className={layout.muted}>{fineprint(difference, pages.length)}</p>
        </div>
      )}
    </Popover>
  );
}

function fineprint({ removed, unread }: Difference, pages: number): string {
  const words = [pages === 0 && "The words of all pages are the same."];
  if (removed > 0)
    words.push(`${count(removed, "page")} of it ${removed === 1 ? "is" : "are"} no longer there.`);
  if (unread.length > 0) {
    const which = list(unread.slice(0, 6).map(String)) + (unread.length > 6 ? " and more" : "");
    words.push(`No words to compare on ${unread.length === 1 ? "page" : "pages"} ${which}.`);
  }
  words.push("Compared by their words, without the stamps at the foot.");
  return words.filter(Boolean).join(" ");
}
