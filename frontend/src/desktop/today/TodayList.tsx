import { BookCheck, Circle, FileDown, FileQuestionMark, MessageSquare, Send, Signature } from "lucide-react";
import { cx } from "#/ui/cx";
import type { Icon } from "#/ui/icon";
import { RowList } from "#/ui/RowList";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Today.module.css";

const icons: Record<string, Icon> = {
  arrived: FileDown,
  message: MessageSquare,
  review: BookCheck,
  signature: Signature,
  release: Send,
};

export interface TodayListProps {
  groups: readonly view.TodayGroup[];
  current: string | null;
  onCurrent: (id: string) => void;
  onOpen: (item: view.TodayItem) => void;
}

/** Everything that needs the person, by kind. */
export function TodayList({ groups, current, onCurrent, onOpen }: TodayListProps) {
  const open = (id: string) => {
    const item = groups.flatMap((group) => group.items).find((one) => one.id === id);
    if (item) onOpen(item);
  };
  return (
    <RowList
      label="Needs you"
      sections={groups
        .filter((group) => group.items.length > 0)
        .map((group) => ({
          id: group.kind,
          title: group.title,
          count: group.items.length,
          note: group.hint,
          rows: group.items,
        }))}
      rowKey={(item) => item.id}
      rowName={(item) => `${item.who}, ${item.what}`}
      current={current}
      onCurrent={onCurrent}
      onOpen={open}
      autoFocus
    >
      {(item) => <Row item={item} />}
    </RowList>
  );
}

function Row({ item }: { item: view.TodayItem }) {
  const Glyph = item.tagWarns && item.kind === "arrived" ? FileQuestionMark : (icons[item.kind] ?? Circle);
  return (
    <span className={cx(css.row, !item.strong && css.other)}>
      <Glyph size={16} className={item.strong ? css.turn : undefined} />
      <span className={css.who} title={item.who}>
        {item.who}
      </span>
      <span title={item.what}>{item.what}</span>
      <span>
        {item.queued && <Tag tone="warn">queued</Tag>}
        {item.tag && <Tag tone={item.tagWarns ? "warn" : "outline"}>{item.tag}</Tag>}
      </span>
      <span className={`${css.end} ${css.meta}`}>{item.meta}</span>
      <span className={css.end}>{item.moment.words}</span>
    </span>
  );
}
