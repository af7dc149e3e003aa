import { useSyncExternalStore } from "react";

/** Whether the window matches: "(max-width: 80em)". */
export function useMedia(query: string): boolean {
  const media = matchMedia(query);
  return useSyncExternalStore(
    (hear) => {
      media.addEventListener("change", hear);
      return () => media.removeEventListener("change", hear);
    },
    () => media.matches,
  );
}
