import { ArrivalPane } from "./ArrivalPane";
import { ItemPane } from "./ItemPane";
import type { PaneProps } from "./pane";

/** What explains the current row, and what can be done with it. */
export function Inspector(props: PaneProps) {
  return props.item.kind === "arrived" ? <ArrivalPane {...props} /> : <ItemPane {...props} />;
}
