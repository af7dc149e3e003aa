import { BookCheck, FileDown, FileQuestion, FolderOpen, Mail, MessageSquare, Signature } from "lucide-react";
import { useState } from "react";
import { FileRow } from "#/shared/FileRow";
import { RequestRow } from "#/shared/RequestRow";
import { StatusChip } from "#/shared/StatusChip";
import { StatusGlyph } from "#/shared/StatusGlyph";
import { heldByClient, type PathStatus } from "#/shared/status";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { FactList } from "#/ui/FactList";
import type { Icon } from "#/ui/icon";
import { Panel } from "#/ui/Panel";
import { RowList, type RowSection } from "#/ui/RowList";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { SegmentedBar } from "#/ui/SegmentedBar";
import { SplitLayout } from "#/ui/SplitLayout";
import { Tag } from "#/ui/Tag";
import { Frame } from "./Frame";
import css from "./Gallery.module.css";

interface Item {
  id: string;
  icon: Icon;
  who: string;
  what: string;
  tag?: string;
  size: string;
  time: string;
  read?: boolean;
}

const item = (
  id: string,
  icon: Icon,
  who: string,
  what: string,
  size: string,
  time: string,
  more: Partial<Item> = {},
): Item => ({
  id,
  icon,
  who,
  what,
  size,
  time,
  ...more,
});

const sections: RowSection<Item>[] = [
  {
    id: "arrived",
    title: "Arrived from clients",
    count: 4,
    note: "filed for you; confirm it is what you asked for",
    rows: [
      item("a1", FileDown, "Acme Ltd", "Bank statements, Oct–Dec 2025", "3 files", "2:28 PM"),
      item("a2", FileDown, "Birchwood Dental PC", "Payroll summary, Form W-3", "1 file", "1:51 PM"),
      item("a3", FileDown, "Elena Sandoval", "Form 1099-B, Fidelity", "1 file", "11:06 AM"),
      item("a4", FileQuestion, "Tidewater Charter Co.", "Sent without a request", "4 files", "10:12 AM", {
        tag: "Needs a home",
      }),
    ],
  },
  {
    id: "messages",
    title: "Messages for you",
    count: 2,
    rows: [
      item(
        "m1",
        MessageSquare,
        "Ruth Adeyemi",
        "Is the new van a repair or an asset?",
        "Acme Ltd",
        "2:30 PM",
      ),
      item(
        "m2",
        MessageSquare,
        "Jon Calloway",
        "We moved to Vermont in June. Does that change anything?",
        "Calloway",
        "9:44 AM",
      ),
    ],
  },
  {
    id: "review",
    title: "To review",
    count: 3,
    rows: [
      item("r1", BookCheck, "Kestrel Marine Inc.", "2025 Form 1120-S, draft 2", "48 pages", "1:15 PM"),
      item("r2", BookCheck, "Hollis & Reed LLP", "2025 Form 1065, draft 1", "62 pages", "Yesterday", {
        read: true,
      }),
      item("r3", BookCheck, "Fernhill Bakery Inc.", "Jan 2026 accounts", "11 pages", "Yesterday", {
        read: true,
      }),
    ],
  },
  {
    id: "signatures",
    title: "Signatures outstanding",
    count: 2,
    rows: [
      item(
        "s1",
        Signature,
        "Quarry Road Storage",
        "Form 8879-PE, opened twice, not signed",
        "0 of 1",
        "4 days",
        { read: true },
      ),
      item("s2", Signature, "Grantham Holdings Inc.", "2026 engagement letter", "1 of 2", "2 days", {
        read: true,
      }),
    ],
  },
  {
    id: "mail",
    title: "Came by e-mail",
    count: 2,
    note: "both went to Tom’s inbox",
    rows: [
      item("e1", Mail, "Rosewell Farms", "“W-2s attached”, two attachments", "2 files", "12:40 PM"),
      item("e2", Mail, "Eastgate Partners LP", "“Where are we with the return?”", "Status ask", "8:57 AM", {
        read: true,
      }),
    ],
  },
];

const due: [PathStatus, number, string][] = [
  ["waiting", 9, "with clients"],
  ["preparing", 14, "in prep"],
  ["reviewing", 6, "review"],
  ["ready", 4, "ready"],
  ["signing", 3, "signing"],
  ["complete", 5, "complete"],
];

/** Screen 1 of the design. */
export function Today() {
  const [current, setCurrent] = useState("a1");
  return (
    <Frame
      current="today"
      hints={[
        { keys: ["J", "K"], label: "move" },
        { keys: ["Enter"], label: "open" },
        { keys: ["E"], label: "accept" },
        { keys: ["H"], label: "snooze" },
        { keys: ["?"], label: "all shortcuts" },
      ]}
    >
      <ScreenHeader
        title="Tuesday, March 3"
        sub="13 things need you, Priya. 27 others moved without you."
        actions={<Due />}
      />
      <SplitLayout
        endLabel="Bank statements, Oct–Dec 2025"
        endWidth="wide"
        end={<Subject />}
        endFooter={
          <div className={css.row}>
            <Button look="primary" keys={["E"]}>
              Accept
            </Button>
            <Button keys={["F"]}>Ask for a fix</Button>
            <Button look="plain" icon={FolderOpen} keys={["O"]}>
              Open folder
            </Button>
          </div>
        }
      >
        <RowList
          label="Today"
          sections={sections}
          rowKey={(row) => row.id}
          rowName={(row) => `${row.who}, ${row.what}`}
          rowState={(row) => ({ dimmed: row.read })}
          current={current}
          onCurrent={setCurrent}
        >
          {(row) => <TodayRow {...row} />}
        </RowList>
      </SplitLayout>
    </Frame>
  );
}

function TodayRow({ icon: Glyph, who, what, tag, size, time, read }: Item) {
  return (
    <span className={css.todayRow}>
      <Glyph size={16} className={read ? undefined : css.accent} />
      <span className={read ? undefined : css.strong}>{who}</span>
      <span>{what}</span>
      <span>{tag && <Tag tone="warn">{tag}</Tag>}</span>
      <span className={css.end}>{size}</span>
      <span className={css.end}>{time}</span>
    </span>
  );
}

function Due() {
  return (
    <div className={css.due}>
      <p>
        <strong>Due Mon, Mar 16</strong>{" "}
        <span className={css.muted}>41 S-corporation and partnership returns · 13 days</span>
      </p>
      <SegmentedBar
        label={due.map(([, n, words]) => `${n} ${words}`).join(", ")}
        segments={due.map(([status, n]) => ({
          id: status,
          value: n,
          tone: status,
          striped: heldByClient(status),
        }))}
      />
      <p className={css.legend}>
        {due.map(([status, n, words]) => (
          <span key={status}>
            <StatusGlyph status={status} size={14} />
            <strong>{n}</strong> {words}
          </span>
        ))}
      </p>
    </div>
  );
}

function Subject() {
  return (
    <div className={css.stack}>
      <div className={css.subject}>
        <Avatar name="Acme Ltd" kind="client" size="large" decorative />
        <div>
          <h2 className={css.subjectTitle}>Bank statements, Oct–Dec 2025</h2>
          <p className={css.muted}>Acme Ltd · 2025 Form 1120-S</p>
        </div>
        <StatusChip status="waiting" />
      </div>
      <Panel>
        <div className={css.stack}>
          <p className={css.muted}>Since Ruth pressed Send at 2:28 PM</p>
          <FactList
            facts={[
              {
                id: "1",
                done: true,
                text: (
                  <>
                    Filed 3 files in <strong>From client › Bank statements</strong>
                  </>
                ),
              },
              {
                id: "2",
                done: true,
                text: (
                  <>
                    Request marked received. <strong>5 of 7</strong> are in
                  </>
                ),
              },
              { id: "3", done: true, text: "Ruth was told “Received, thank you”" },
            ]}
          />
        </div>
      </Panel>
      <Panel
        flush
        title={<span className={css.muted}>S:\Clients\Acme Ltd\2025 Form 1120-S\From client</span>}
      >
        {["October", "November", "December"].map((month) => (
          <FileRow
            key={month}
            name={`First Hudson 4471, ${month} 2025.pdf`}
            facts={["6 pages", "412 KB"]}
            tie={{ kind: "tied" }}
            onOpen={() => undefined}
          />
        ))}
      </Panel>
      <Panel look="bare" title="Still waiting for">
        <div className={css.stack}>
          <RequestRow title="Vehicle purchase invoice, Aug 14, 2025" state="asked" detail="Asked Feb 24" />
          <RequestRow
            title="Shareholder loan agreement"
            state="asked"
            detail="Asked Feb 24, reminded Mar 2"
          />
        </div>
      </Panel>
    </div>
  );
}
