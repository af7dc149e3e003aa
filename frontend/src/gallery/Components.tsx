import { Check, CloudOff, MapPin } from "lucide-react";
import { useState } from "react";
import { Mark } from "#/shared/Mark";
import { PdfToolbar } from "#/shared/pdf/PdfToolbar";
import { StatusChip } from "#/shared/StatusChip";
import { StatusGlyph } from "#/shared/StatusGlyph";
import { SyncPill, type SyncState } from "#/shared/SyncPill";
import { path } from "#/shared/status";
import { type Tie, TieMark } from "#/shared/TieMark";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Dialog } from "#/ui/Dialog";
import { Empty } from "#/ui/Empty";
import { ErrorBox } from "#/ui/ErrorBox";
import { Field } from "#/ui/Field";
import { ProgressBar } from "#/ui/ProgressBar";
import { RadioGroup } from "#/ui/RadioGroup";
import { RowList } from "#/ui/RowList";
import { Skeleton } from "#/ui/Skeleton";
import { useToast } from "#/ui/Toast";
import { Block, Row } from "./Block";
import css from "./Gallery.module.css";

const swatches = [
  "canvas",
  "surface",
  "sunken",
  "hover",
  "line",
  "line-strong",
  "control",
  "ink-3",
  "ink-2",
  "ink",
  "accent",
  "accent-soft",
  "warn",
  "danger",
];
const syncStates: SyncState[] = [
  { kind: "tied", ago: "2 s ago" },
  { kind: "syncing", done: 4, total: 11 },
  { kind: "offline", waiting: 3 },
  { kind: "share-gone", since: "1:52 PM" },
  { kind: "to-settle", conflicts: 2 },
  { kind: "portal-off", reading: "S:" },
  { kind: "checking" },
];
const ties: Tie[] = [
  { kind: "tied" },
  { kind: "moving", percent: 64 },
  { kind: "settle" },
  { kind: "waiting" },
  { kind: "open" },
  { kind: "held" },
  { kind: "withdrawn" },
  { kind: "client-only" },
  { kind: "private" },
];
const rows = [
  { id: "rest", note: "Rest", age: "1 h" },
  { id: "focused", note: "Current row", age: "1 h" },
  { id: "unread", note: "Unread", age: "4 min", unread: true },
  { id: "queued", note: "Change waiting to send", age: "queued", queued: true },
];

/** The sheet of components and states, as in the design's first picture. */
export function Components() {
  const [open, setOpen] = useState(false);
  return (
    <main className={css.sheet}>
      <h1 className={css.name}>
        <Mark size={28} />
        <strong>Tieout</strong>
        <span className={css.muted}>components and states</span>
      </h1>
      <div className={css.columns}>
        <div className={css.column}>
          <Block title="Colour">
            <div className={css.swatches}>
              {swatches.map((name) => (
                <span key={name}>
                  <span className={css.swatch} style={{ background: `var(--${name})` }} />
                  {name}
                </span>
              ))}
            </div>
          </Block>
          <Buttons />
          <Fields />
          <Block title="Progress and loading">
            <ProgressBar label="Sending" value={64} />
            <ProgressBar label="Checking" />
            <Skeleton rows={3} of="line" after={0} />
          </Block>
        </div>
        <div className={css.column}>
          <Block title="Status chip">
            <Row>
              {path.map((status) => (
                <StatusChip key={status} status={status} />
              ))}
            </Row>
            <Row>
              <StatusChip status="held" />
              <StatusChip status="extended" until="Sep 15" />
              <StatusChip status="withdrawn" />
              <StatusChip status="waiting" movable />
            </Row>
            <Row>
              {[...path, "held" as const, "extended" as const, "withdrawn" as const].map((status) => (
                <StatusChip key={status} status={status} reader="client" until="Sep 15" />
              ))}
            </Row>
          </Block>
          <Block title="Sync pill">
            <Row>
              {syncStates.map((state) => (
                <SyncPill key={state.kind} state={state} onPress={() => undefined} />
              ))}
            </Row>
          </Block>
          <Block title="Tie column">
            <Row>
              {ties.map((tie) => (
                <TieMark key={tie.kind} tie={tie} labelled />
              ))}
            </Row>
          </Block>
          <Rows />
          <Block title="Viewer toolbar">
            <PdfToolbar
              page={1}
              pages={48}
              onPage={() => undefined}
              zoom={1.16}
              onZoom={() => undefined}
              end={
                <Button look="plain" icon={MapPin} keys={["N"]}>
                  Pin a note
                </Button>
              }
            />
          </Block>
        </div>
        <div className={css.column}>
          <Block title="Dialog: conflict">
            <Row>
              <Button onPress={() => setOpen(true)}>Compare and pick</Button>
            </Row>
            <ConflictDialog open={open} onClose={() => setOpen(false)} />
          </Block>
          <Block title="Error">
            <ErrorBox
              title="Draft 2.pdf was not published."
              actions={
                <>
                  <Button size="small">Compare the two</Button>
                  <Button size="small">Ask Dana again</Button>
                </>
              }
            >
              It changed on the share after Dana approved it at 3:05 PM, so the approval no longer covers it.
            </ErrorBox>
          </Block>
          <Block title="Empty">
            <Empty boxed title="Nothing needs you." action={<Button look="link">See them</Button>}>
              27 things moved on their own today.
            </Empty>
          </Block>
          <Toasts />
        </div>
      </div>
    </main>
  );
}

function Buttons() {
  return (
    <Block title="Buttons">
      <Row>
        <Button look="primary" icon={Check}>
          Accept
        </Button>
        <Button look="primary" icon={Check} keys={["E"]}>
          Accept
        </Button>
        <Button look="primary" busy busyLabel="Accepting">
          Accept
        </Button>
        <Button look="primary" icon={Check} disabled>
          Accept
        </Button>
      </Row>
      <Row>
        <Button>Return</Button>
        <Button keys={["Shift", "R"]}>Return</Button>
        <Button busy busyLabel="Returning">
          Return
        </Button>
        <Button disabled>Return</Button>
      </Row>
      <Row>
        <Button look="plain">Plain</Button>
        <Button look="soft">Soft</Button>
        <Button look="danger">Withdraw</Button>
        <Button look="link">View as Ruth</Button>
        <Button size="small">Small</Button>
      </Row>
    </Block>
  );
}

function Fields() {
  const [day, setDay] = useState<string | null>("2026-03-06");
  const [text, setText] = useState("Fri, Mar 6");
  return (
    <Block title="Fields">
      <div className={`${css.row} ${css.grow}`}>
        <DateField label="Due" value={day} onChange={setDay} />
        <Field label="Due" value={text} onChange={setText} />
        <Field label="Due" value="Feb 30" onChange={() => undefined} error="February 2026 has 28 days." />
      </div>
    </Block>
  );
}

function Rows() {
  const [current, setCurrent] = useState("focused");
  return (
    <Block title="Rows">
      <RowList
        label="Rows"
        headingsHidden
        sections={[{ id: "rows", title: "Rows", rows }]}
        rowKey={(row) => row.id}
        rowName={(row) => row.note}
        rowState={(row) => row}
        current={current}
        onCurrent={setCurrent}
      >
        {(row) => (
          <span className={css.listRow}>
            <StatusGlyph status="reviewing" />
            <strong>Kestrel Marine Inc.</strong>
            <span>{row.note}</span>
            <span className={row.queued ? css.warn : undefined}>{row.age}</span>
          </span>
        )}
      </RowList>
    </Block>
  );
}

function ConflictDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [keep, setKeep] = useState("tom");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Two versions of Depreciation plan.xlsx"
      onSubmit={onClose}
      actions={
        <>
          <Button keys={["Esc"]} onPress={onClose}>
            Decide later
          </Button>
          <Button look="primary" type="submit" keys={["Enter"]}>
            {keep === "tom" ? "Keep Tom’s" : "Keep Lena’s"}
          </Button>
        </>
      }
    >
      <p>
        Tom saved at 1:02 PM while offline. Lena saved at 1:04 PM. Nothing is lost: the one you don’t pick is
        kept next to it.
      </p>
      <RadioGroup
        label="Which one Ruth sees"
        labelHidden
        look="cards"
        value={keep}
        onChange={setKeep}
        options={[
          {
            id: "tom",
            label: "Tom, 1:02 PM",
            hint: "84 KB · what Ruth sees now",
            action: <Button look="link">Open</Button>,
          },
          {
            id: "lena",
            label: "Lena, 1:04 PM",
            hint: "86 KB · adds rows 41–44",
            action: <Button look="link">Open</Button>,
          },
        ]}
      />
    </Dialog>
  );
}

function Toasts() {
  const toast = useToast();
  return (
    <Block title="Toast">
      <Row>
        <Button
          onPress={() =>
            toast({
              text: "Reminder sent to Ruth.",
              action: { label: "Undo", keys: ["Ctrl", "Z"], onPress: () => undefined },
            })
          }
        >
          Remind
        </Button>
        <Button
          onPress={() =>
            toast({
              text: "Saved. Sends when you’re online.",
              icon: CloudOff,
              action: { label: "View", onPress: () => undefined },
            })
          }
        >
          Save offline
        </Button>
      </Row>
    </Block>
  );
}
