import type { Door, Me } from "./api.gen";

/** What every page of a client gets. */
export interface PageProps {
  me: Me;
  door: Door;
}
