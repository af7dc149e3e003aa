import type { view } from "../api";
import { ArrivalPane } from "./ArrivalPane";
import { ItemPane } from "./ItemPane";

export interface InspectorProps {
  item: view.TodayItem;
  /** The row is dealt with: go on to the next. */
  onDone: () => void;
}

/** What explains the current row, and what can be done with it. */
export function Inspector(props: InspectorProps) {
  return props.item.kind === "arrived" ? <ArrivalPane {...props} /> : <ItemPane {...props} />;
}
