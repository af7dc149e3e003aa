import { Calendar, PenLine, Signature, SquareCheck } from "lucide-react";
import { useState } from "react";
import { FieldsLayer } from "#/shared/pdf/FieldsLayer";
import type { FieldKind, PageField } from "#/shared/pdf/field";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { StatusChip } from "#/shared/StatusChip";
import { Button } from "#/ui/Button";
import { DetailList } from "#/ui/DetailList";
import { Panel } from "#/ui/Panel";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { SplitLayout } from "#/ui/SplitLayout";
import { useShortcuts } from "#/ui/shortcuts";
import { Frame } from "./Frame";
import css from "./Gallery.module.css";
import { useSample } from "./useSample";

const first: PageField[] = [
  {
    id: "a",
    page: 1,
    rect: [40, 252, 290, 276],
    kind: "signature",
    label: "Sign here",
    signer: "Ines Marchetti",
    side: "client",
  },
  {
    id: "b",
    page: 1,
    rect: [320, 252, 420, 276],
    kind: "date",
    label: "Date signed",
    signer: "Ines Marchetti",
    side: "client",
  },
  {
    id: "c",
    page: 1,
    rect: [40, 152, 290, 176],
    kind: "signature",
    label: "ERO signs on publish",
    signer: "Dana Lindqvist",
    side: "firm",
  },
  {
    id: "d",
    page: 3,
    rect: [200, 300, 380, 324],
    kind: "signature",
    label: "Sign here",
    signer: "Ines Marchetti",
    side: "client",
  },
];
const sizes: Record<FieldKind, [number, number]> = {
  signature: [180, 24],
  date: [90, 20],
  initials: [48, 20],
  checkbox: [12, 12],
  text: [120, 18],
};

/** Screen 5 of the design: fields placed by pointer or by arrow keys. */
export function Publish() {
  const url = useSample();
  const [fields, setFields] = useState(first);
  const [selected, setSelected] = useState<string | null>("a");
  const [kind, setKind] = useState<FieldKind | null>(null);
  useShortcuts({
    s: () => setKind("signature"),
    d: () => setKind("date"),
    i: () => setKind("initials"),
    c: () => setKind("checkbox"),
    escape: () => setKind(null),
  });
  const place = (at: { page: number; x: number; y: number }) => {
    if (!kind) return;
    const [w, h] = sizes[kind];
    const id = `n${fields.length}`;
    setFields([
      ...fields,
      {
        id,
        page: at.page,
        rect: [at.x, at.y - h, at.x + w, at.y],
        kind,
        label: "Sign here",
        signer: "Ines Marchetti",
        side: "client",
      },
    ]);
    setSelected(id);
    setKind(null);
  };
  const tool = (k: FieldKind, label: string, icon: typeof Signature, key: string) => (
    <Button look={kind === k ? "soft" : "plain"} icon={icon} keys={[key]} onPress={() => setKind(k)}>
      {label}
    </Button>
  );
  const chosen = fields.find((f) => f.id === selected);
  return (
    <Frame current="publish" rail>
      <ScreenHeader
        size="small"
        title="Kestrel Marine Inc. · 2025 Form 1120-S"
        meta={<StatusChip status="ready" />}
      />
      <SplitLayout
        endLabel="Signers"
        end={
          <Panel look="bare" title="Selected field" meta={chosen?.signer}>
            {chosen && <DetailList rows={[{ term: "Place", value: chosen.rect.join(", ") }]} />}
          </Panel>
        }
        endFooter={
          <Button look="primary" wide keys={["Ctrl", "Enter"]}>
            Publish to Ines for signature
          </Button>
        }
      >
        {url && (
          <PdfViewer
            url={url}
            onPoint={kind ? place : undefined}
            overlay={(n, view) => (
              <FieldsLayer
                view={view}
                mode="edit"
                fields={fields.filter((f) => f.page === n)}
                selected={selected}
                onSelect={setSelected}
                onMove={(id, rect) => setFields(fields.map((f) => (f.id === id ? { ...f, rect } : f)))}
                onRemove={(id) => setFields(fields.filter((f) => f.id !== id))}
              />
            )}
            toolbarEnd={
              <span className={css.listRow}>
                {tool("signature", "Signature", Signature, "S")}
                {tool("date", "Date", Calendar, "D")}
                {tool("initials", "Initials", PenLine, "I")}
                {tool("checkbox", "Checkbox", SquareCheck, "C")}
              </span>
            }
          />
        )}
      </SplitLayout>
    </Frame>
  );
}
