import { useQuery, useQueryClient } from "@tanstack/react-query";
import { openPdf } from "#/shared/pdf/openPdf";
import { fieldKind, rectOf } from "../review/draftFields";
import { takenOf } from "./pages";
import type { Plan, PlanField } from "./plan";
import { bytesOf, type Checked, isPicture } from "./queries";
import { type Suggestion, suggestions, wordsOf } from "./suggest";

/**
 * Fields that could be placed: boxes that a file itself offers, else places
 * found by their printed labels. Nothing is placed by itself. A place that
 * already has a field near it is left out.
 */
export function useSuggestions(
  engagement: string,
  plan: Plan,
  checks: ReadonlyMap<string, Checked>,
): Omit<PlanField, "id">[] {
  const queries = useQueryClient();
  const [first, second] = plan.signers;
  // A form that cannot be signed remotely gets no places.
  const usable = plan.parts.flatMap((part) => {
    const check = checks.get(part.key)?.check;
    return check && !check.blocked && check.efile === "" ? [{ part, offered: check.fields }] : [];
  });
  const unread = usable.filter(({ part, offered }) => first && offered.length === 0 && !isPicture(part.path));
  const read = useQuery({
    queryKey: ["places", engagement, ...unread.map(({ part }) => part.path)],
    // One file after the other: the page that is being looked at comes first.
    queryFn: async ({ signal }) => {
      const found = new Map<string, Suggestion[]>();
      for (const { part } of unread) {
        const places = () => placesIn(bytesOf(engagement, part.path), part.password, signal);
        const queryKey = ["places in", engagement, part.path];
        // A file that cannot be read has no places; preflight says what is wrong with it.
        found.set(part.path, await queries.ensureQueryData({ queryKey, queryFn: places }).catch(() => []));
        signal.throwIfAborted();
      }
      return found;
    },
    enabled: unread.length > 0,
  });
  if (!first) return [];
  return usable
    .flatMap(({ part, offered }): Omit<PlanField, "id">[] => {
      const own = offered.map((f) => ({
        part: part.key,
        page: f.page,
        kind: fieldKind(f.kind),
        signer: first,
        rect: rectOf(f),
      }));
      if (own.length > 0) return own;
      return (read.data?.get(part.path) ?? []).flatMap(({ who, ...place }) => {
        const signer = who === "first" ? first : second;
        return signer ? [{ ...place, part: part.key, signer }] : [];
      });
    })
    .filter(({ part, page }) => {
      const from = plan.parts.find((p) => p.key === part);
      return !from || takenOf(from, checks.get(part)?.check)?.includes(page) !== false;
    })
    .filter((place) => !plan.fields.some((field) => field.part === place.part && overlaps(field, place)));
}

function overlaps(a: Omit<PlanField, "id">, b: Omit<PlanField, "id">): boolean {
  const [ax0, ay0, ax1, ay1] = a.rect;
  const [bx0, by0, bx1, by1] = b.rect;
  return a.page === b.page && ax0 < bx1 && bx0 < ax1 && ay0 < by1 && by0 < ay1;
}

/** Forms longer than this are not searched further: signatures stand near an end, and reading takes time. */
const mostPages = 200;

async function placesIn(url: string, password: string, signal: AbortSignal): Promise<Suggestion[]> {
  const task = await openPdf(url, signal, password || undefined);
  try {
    const document = await task.promise;
    const found: Suggestion[] = [];
    for (let number = 1; number <= Math.min(document.numPages, mostPages); number++) {
      signal.throwIfAborted();
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const [, , right = 0] = page.view;
      found.push(...suggestions(wordsOf(items), number, right));
      page.cleanup();
    }
    return found;
  } finally {
    await task.destroy();
  }
}
