import type { view } from "../api";

export interface PaneProps {
  item: view.TodayItem;
  /** The row is dealt with: go on to the next. */
  onDone: () => void;
}
