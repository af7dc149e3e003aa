import { useQuery } from "@tanstack/react-query";
import type { view } from "../api";
import { useEngagement } from "../engagement/queries";
import { compare, type Difference } from "./compare";
import { pageWords } from "./pageWords";
import { useDraft } from "./queries";

export interface Changes {
  /** The number of the draft that this one replaced. */
  since: number;
  /** Undefined while the pages are read. */
  difference: Difference | undefined;
}

/** What differs from the draft before, once both are on this computer; null where that cannot be said. */
export function useChanges(draft: view.DraftPage): Changes | null {
  const engagement = useEngagement(draft.engagement.id);
  const row = engagement.data?.drafts.find((d) => d.id === draft.previous);
  const previous = useDraft(draft.engagement.id, row?.here ? row.id : "");
  const before = previous.data;
  const words = useQuery({
    // The sums name the bytes, so an answer holds for ever.
    queryKey: ["words", before?.sum ?? "", draft.sum],
    queryFn: async ({ signal }) =>
      compare(await pageWords(before?.url ?? "", signal), await pageWords(draft.url, signal)),
    enabled: Boolean(before?.here && before.url && draft.here && draft.url),
  });
  if (!before || words.isError) return null;
  return { since: before.number, difference: words.data };
}
