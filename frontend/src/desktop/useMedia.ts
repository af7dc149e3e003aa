import { useSyncExternalStore } from "react";

/** A window too narrow for three panes or for every column of a table. */
export function useNarrow(): boolean {
  return useMedia("(max-width: 80em)");
}

/** A window in which words beside the signs of the sections take the room of the work. */
export function useCramped(): boolean {
  return useMedia("(max-width: 72em)");
}

/** Whether the window matches: "(max-width: 80em)". */
function useMedia(query: string): boolean {
  const media = matchMedia(query);
  return useSyncExternalStore(
    (hear) => {
      media.addEventListener("change", hear);
      return () => media.removeEventListener("change", hear);
    },
    () => media.matches,
  );
}
