import { Bell, Eye, FileDown, History, MessageSquare, Plus, Signature } from "lucide-react";
import { useState } from "react";
import { RequestRow, type RequestState } from "#/shared/RequestRow";
import { Stepper } from "#/shared/Stepper";
import { TieMark } from "#/shared/TieMark";
import { type TieGroup, TieTable } from "#/shared/TieTable";
import { Timeline } from "#/shared/Timeline";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import { RowList } from "#/ui/RowList";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { SplitLayout } from "#/ui/SplitLayout";
import { Frame } from "./Frame";
import css from "./Gallery.module.css";

const requests: { id: string; title: string; state: RequestState; detail: string }[] = [
  {
    id: "1",
    title: "Prior-year return and depreciation schedule",
    state: "accepted",
    detail: "Accepted Feb 11",
  },
  { id: "2", title: "2025 trial balance", state: "accepted", detail: "Accepted Feb 18" },
  { id: "3", title: "Payroll summary, Form W-3", state: "accepted", detail: "Accepted Feb 20" },
  { id: "4", title: "Health insurance paid for shareholders", state: "answered", detail: "Answered Feb 23" },
  { id: "5", title: "Bank statements, Oct–Dec 2025", state: "received", detail: "3 files · 2:28 PM" },
  {
    id: "6",
    title: "Vehicle purchase invoice, Aug 14, 2025",
    state: "asked",
    detail: "Asked Feb 24 · 7 days",
  },
  { id: "7", title: "Shareholder loan agreement", state: "asked", detail: "Reminded Mar 2" },
];

const groups: TieGroup[] = [
  {
    id: "from",
    share: "From client",
    portal: "What you sent us",
    direction: "portal → share",
    rows: [
      {
        id: "f1",
        share: { name: "2025 trial balance.xlsx", fact: "84 KB" },
        portal: { name: "2025 trial balance.xlsx", fact: "Feb 18" },
        tie: { kind: "tied" },
      },
      {
        id: "f2",
        share: { name: "Payroll W-3 (corrected).pdf", fact: "v2" },
        portal: { name: "Payroll W-3 (corrected).pdf", latest: true, fact: "v2" },
        tie: { kind: "tied" },
      },
      {
        id: "f3",
        share: { name: "Bank statements/", fact: "3 files" },
        portal: { name: "Bank statements, 3 files/", fact: "2:28 PM" },
        tie: { kind: "tied" },
      },
    ],
  },
  {
    id: "to",
    share: "To client",
    portal: "From Lindqvist & Moore",
    direction: "share → portal",
    rows: [
      {
        id: "t1",
        share: { name: "Draft financials.pdf", fact: "v3" },
        portal: { name: "Draft financials.pdf", latest: true, fact: "Seen 9:40 AM" },
        tie: { kind: "tied" },
      },
      {
        id: "t2",
        share: { name: "Draft financials v2.pdf", fact: "Feb 23", tone: "dimmed" },
        portal: { name: "Earlier version", icon: History, fact: "in history", tone: "dimmed" },
        tie: { kind: "tied" },
      },
      {
        id: "t3",
        share: { name: "Vehicle questions.docx", fact: "now", tone: "moving" },
        portal: { name: "Vehicle questions.docx", fact: "sending 64%", tone: "moving" },
        tie: { kind: "moving", percent: 64 },
      },
      {
        id: "t4",
        share: { name: "Depreciation plan.xlsx", fact: "Tom, 1:02 PM" },
        portal: { name: "Depreciation plan.xlsx", fact: "1:04 PM" },
        tie: { kind: "settle" },
        note: {
          text: "Tom and Lena both changed this. Ruth sees Tom’s; both are kept.",
          action: <Button look="link">Compare and pick</Button>,
        },
      },
    ],
  },
  {
    id: "sign",
    share: "For signature",
    portal: "Ready to sign",
    direction: "share → portal",
    rows: [],
    empty: { share: "Empty. Publish fills this folder.", portal: "Nothing to sign" },
  },
  {
    id: "signed",
    share: "Signed",
    portal: "Signed documents",
    direction: "portal → share",
    rows: [
      {
        id: "s1",
        share: { name: "Engagement letter 2025, signed by Ruth Adeyemi.pdf", fact: "sealed" },
        portal: { name: "Engagement letter 2025.pdf", fact: "Signed Jan 9" },
        tie: { kind: "tied" },
      },
    ],
  },
  {
    id: "private",
    share: "Private",
    portal: "Ruth cannot see these",
    direction: "never leaves the share",
    isPrivate: true,
    rows: ["Workpapers/", "Tax software/", "Correspondence/", "Fee notes.docx"].map((name) => ({
      id: name,
      share: { name, fact: "12 files" },
      tie: { kind: "private" as const },
    })),
  },
];

/** Screen 3 of the design. */
export function Engagement() {
  const [current, setCurrent] = useState("5");
  return (
    <Frame current="engagements">
      <ScreenHeader
        trail={[
          { label: "Engagements", href: "/engagements" },
          { label: "Acme Ltd", href: "/clients/acme" },
        ]}
        title="2025 Form 1120-S"
        meta="Acme Ltd · due Mar 16 (13 days)"
        actions={
          <>
            {["Tom Okafor", "Priya Raman", "Dana Lindqvist"].map((name) => (
              <Avatar key={name} name={name} />
            ))}
            <Button icon={MessageSquare} keys={["M"]}>
              Message Ruth
            </Button>
            <Button look="primary" icon={Bell} keys={["R"]}>
              Remind about 2 requests
            </Button>
          </>
        }
      />
      <Stepper
        current="waiting"
        facts={{
          waiting: "since Feb 11 · 5 of 7 in",
          preparing: "Tom Okafor",
          reviewing: "Priya, then Dana",
          signing: "Ruth Adeyemi",
        }}
      />
      <SplitLayout
        ground="sunken"
        startWidth="narrow"
        startLabel="Requests"
        start={
          <>
            <div className={css.paneHead}>
              <strong>Requests</strong> <span className={css.muted}>5 of 7</span>
              <Button look="link" icon={Plus}>
                Ask
              </Button>
            </div>
            <RowList
              look="ruled"
              label="Requests"
              headingsHidden
              sections={[{ id: "r", title: "Requests", rows: requests }]}
              rowKey={(r) => r.id}
              rowName={(r) => r.title}
              current={current}
              onCurrent={setCurrent}
            >
              {(r) => (
                <RequestRow
                  title={r.title}
                  state={r.state}
                  detail={r.detail}
                  action={r.state === "received" && <Button size="small">Accept</Button>}
                />
              )}
            </RowList>
          </>
        }
        endWidth="narrow"
        endLabel="Timeline"
        end={
          <Panel look="bare" title="Timeline">
            <Timeline
              label="Timeline"
              entries={[
                {
                  id: "1",
                  icon: MessageSquare,
                  text: "Ruth asked about the van",
                  detail: "2:30 PM · Routed to Tom, then to you: Tom is away until 4 PM",
                },
                {
                  id: "2",
                  icon: FileDown,
                  text: "Ruth sent 3 bank statements",
                  detail: "2:28 PM · Filed, request marked received",
                },
                { id: "3", icon: Eye, text: "Ruth opened Draft financials v3", detail: "9:40 AM" },
                {
                  id: "4",
                  icon: Bell,
                  text: "Reminder sent about 2 requests",
                  detail: "Mar 2 · Automatic, day 6",
                },
                {
                  id: "5",
                  icon: Signature,
                  text: "Engagement letter signed",
                  detail: "Jan 9 · Ruth Adeyemi · certificate filed",
                },
              ]}
            />
          </Panel>
        }
      >
        <div className={css.pad}>
          <div className={css.stack}>
            <div className={css.row}>
              <strong>Files</strong> <span className={css.muted}>compared with the portal 2 s ago</span>
              <TieMark tie={{ kind: "settle" }} labelled />
            </div>
            <TieTable
              label="Files"
              place="S:\Clients\Acme Ltd\2025 Form 1120-S"
              portalTitle="What Ruth sees"
              portalAction={<Button look="link">View as Ruth</Button>}
              groups={groups}
              onOpen={() => undefined}
            />
          </div>
        </div>
      </SplitLayout>
    </Frame>
  );
}
