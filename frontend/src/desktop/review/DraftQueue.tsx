import type { UseQueryResult } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { count } from "#/shared/format";
import { Empty } from "#/ui/Empty";
import { ScreenHeader } from "#/ui/ScreenHeader";
import type { view } from "../api";
import { useScreenKeys } from "../keyHints";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { DraftTable } from "./DraftTable";

export interface DraftQueueProps {
  title: string;
  queue: UseQueryResult<view.DraftQueue>;
  /** What waits, as the sentence of a failure names it. */
  name: string;
  label: string;
  /** How many wait, and for what: "approved draft", "to send". */
  waiting: [one: string, what: string];
  empty: { title: string; explains: string };
  /** Where a draft opens, below the section's address. */
  section: string;
}

/** A screen of drafts that wait for somebody. */
export function DraftQueue({ title, queue, name, label, waiting, empty, section }: DraftQueueProps) {
  const [, navigate] = useLocation();
  useScreenKeys([
    { press: "", keys: ["J", "K"], label: "next draft" },
    { press: "", keys: ["Enter"], label: "open" },
  ]);
  const rows = queue.data?.rows.length ?? 0;
  const [one, what] = waiting;
  return (
    <div className={layout.fill}>
      <ScreenHeader title={title} meta={rows > 0 && `${count(rows, one)} ${what}`} />
      <div className={layout.scroll}>
        <Loaded query={queue} name={name} skeleton={{ rows: 6 }}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty title={empty.title}>{empty.explains}</Empty>
            ) : (
              <DraftTable
                label={label}
                rows={rows}
                onOpen={(row) => navigate(`${section}/${row.engagement.id}/${row.id}`)}
                empty={null}
              />
            )
          }
        </Loaded>
      </div>
    </div>
  );
}
