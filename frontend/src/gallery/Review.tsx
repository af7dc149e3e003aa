import { ArrowLeft, Check, GitCompare, MapPin } from "lucide-react";
import { useState } from "react";
import { PinMarker } from "#/shared/PinMarker";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { type Pin, PinsLayer } from "#/shared/pdf/PinsLayer";
import { StatusChip } from "#/shared/StatusChip";
import { SyncPill } from "#/shared/SyncPill";
import { Banner } from "#/ui/Banner";
import { Button } from "#/ui/Button";
import { Checkbox } from "#/ui/Checkbox";
import { IconButton } from "#/ui/IconButton";
import { Panel } from "#/ui/Panel";
import { SidePane } from "#/ui/SidePane";
import { useShortcuts } from "#/ui/shortcuts";
import { Tag } from "#/ui/Tag";
import { Frame } from "./Frame";
import css from "./Gallery.module.css";
import { useSample } from "./useSample";

const first: Pin[] = [
  {
    id: "1",
    number: 1,
    page: 1,
    y: 430,
    state: "active",
    label: "Repairs are $27k above 2024",
    mark: [40, 425, 572, 442],
  },
  { id: "2", number: 2, page: 1, y: 466, state: "open", label: "Officer compensation ties to W-3" },
  { id: "3", number: 3, page: 1, y: 484, state: "settled", label: "Other income" },
  { id: "4", number: 4, page: 3, y: 300, state: "open", label: "On the turned page" },
];

/** Screen 4 of the design, offline. */
export function Review() {
  const url = useSample();
  const [pins, setPins] = useState(first);
  const [pinning, setPinning] = useState(false);
  const [page, setPage] = useState(1);
  useShortcuts({ n: () => setPinning(true), escape: () => setPinning(false) });
  const add = (place: { page: number; y: number }) => {
    setPins([
      ...pins,
      { id: `${pins.length + 1}`, number: pins.length + 1, page: place.page, y: place.y, state: "open" },
    ]);
    setPinning(false);
  };
  return (
    <Frame
      current="review"
      rail
      sync={<SyncPill state={{ kind: "offline", waiting: 3 }} onPress={() => undefined} />}
      footnote="No connection since 1:52 PM · reading from this computer"
      banner={
        <Banner
          tone="warn"
          title="You’re offline."
          detail={<Tag tone="outline">1 approval, 2 notes queued</Tag>}
          action={<Button look="link">See what’s queued</Button>}
        >
          Keep reviewing. Approvals are signed on this computer and sent when you’re back. If a draft changes
          first, you’ll be asked again.
        </Banner>
      }
    >
      {url && (
        <PdfViewer
          aside={
            <SidePane
              label="Review"
              footer={
                <div className={css.row}>
                  <Button look="primary" icon={Check} keys={["Shift", "A"]}>
                    Approve, send later
                  </Button>
                  <Button keys={["Shift", "R"]}>Return</Button>
                </div>
              }
            >
              <Notes pins={pins} />
            </SidePane>
          }
          url={url}
          page={page}
          onPage={setPage}
          thumbs={{
            label: (n) => `1120-S, p. ${n}`,
            notes: (n) => pins.filter((p) => p.page === n && p.state !== "settled").length,
          }}
          onPoint={pinning ? add : undefined}
          overlay={(n, view) => (
            <PinsLayer
              view={view}
              pins={pins.filter((p) => p.page === n)}
              onPress={(id) =>
                setPins(
                  pins.map((p) => ({
                    ...p,
                    state: p.id === id ? "active" : p.state === "active" ? "open" : p.state,
                  })),
                )
              }
            />
          )}
          toolbarStart={
            <>
              <IconButton label="Back" icon={ArrowLeft} />
              <h1 className={css.subjectTitle}>Kestrel Marine Inc. · 2025 Form 1120-S</h1>
              <StatusChip status="reviewing" />
            </>
          }
          toolbarEnd={
            <>
              <Button look="plain" icon={GitCompare}>
                Changes since draft 1 <Tag tone="outline">7 pages</Tag>
              </Button>
              <Button look="plain" icon={MapPin} keys={["N"]} onPress={() => setPinning(!pinning)}>
                {pinning ? "Press on the page" : "Pin a note"}
              </Button>
            </>
          }
        />
      )}
    </Frame>
  );
}

function Notes({ pins }: { pins: readonly Pin[] }) {
  return (
    <div className={css.stack}>
      <Panel look="bare" title="Review notes" meta="2 open · 1 settled">
        <div className={css.stack}>
          {pins.map((pin) => (
            <div key={pin.id} className={css.noteCard}>
              <span className={css.listRow}>
                <PinMarker number={pin.number} state={pin.state} />
                <strong>Priya Raman</strong>
                <span className={css.muted}>p. {pin.page}</span>
              </span>
              {pin.label}
            </div>
          ))}
        </div>
      </Panel>
      <Panel look="bare" title="Partner checklist" meta="4 of 5">
        {[
          "Ties to trial balance, no difference",
          "Carryforwards agree with 2024",
          "K-1s sum to Schedule K",
        ].map((item) => (
          <div key={item} className={css.listRow}>
            <Checkbox checked>{item}</Checkbox>
            <span className={css.muted}>automatic</span>
          </div>
        ))}
      </Panel>
    </div>
  );
}
