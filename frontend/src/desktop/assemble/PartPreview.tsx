import { FileLock2, FileX2 } from "lucide-react";
import { type Point, toRect, type View } from "#/shared/pdf/geometry";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { Empty } from "#/ui/Empty";
import { Hidden } from "#/ui/Hidden";
import { Skeleton } from "#/ui/Skeleton";
import type { view } from "../api";
import { type DraftFieldKind, fieldWords } from "../review/draftFields";
import { SignerFields } from "../review/SignerFields";
import css from "./Assemble.module.css";
import { FieldTools } from "./FieldTools";
import { takenOf } from "./pages";
import type { Plan, PlanAct, PlanPart } from "./plan";
import { bytesOf, type Checked, isPicture } from "./queries";
import { SelectedInSight } from "./SelectedInSight";
import { StampPreview } from "./StampPreview";
import { tools } from "./tools";

export interface PartPreviewProps {
  engagement: string;
  plan: Plan;
  part: PlanPart;
  checked: Checked | undefined;
  people: readonly view.Person[];
  change: (act: PlanAct) => void;
  /** Its first page in the package, and pages of the package; null while not known. */
  first: number | null;
  pages: number | null;
  page: number;
  onPage: (page: number) => void;
  selected: string | null;
  onSelect: (id: string) => void;
  armed: DraftFieldKind | null;
  onArm: (kind: DraftFieldKind) => void;
  /** Who gets what is placed. */
  signer: string;
  /** Gets the id of the new field. */
  onPlaced: (id: string) => void;
}

/** The pages of one part as they are in the work file, with the fields on them and the stamps to come. */
export function PartPreview(props: PartPreviewProps) {
  const { plan, part, checked, people, change, first, pages, armed, signer } = props;
  const check = checked?.check;
  const url = bytesOf(props.engagement, part.path);
  if (!check && !checked?.error) {
    return (
      <div className={css.preview} role="status">
        <Hidden>Reading {part.name}</Hidden>
        <Skeleton of="card" rows={3} />
      </div>
    );
  }
  if (!check || check.password) {
    return (
      <div className={css.preview}>
        <Empty icon={check?.password ? FileLock2 : FileX2} title={`${part.name} cannot be shown here.`}>
          {check?.password
            ? "Give its password and its pages appear."
            : "What was found in it stands at the right."}
        </Empty>
      </div>
    );
  }
  if (isPicture(part.path)) {
    return (
      <div className={css.picture}>
        <img src={url} alt={part.name} />
        <p>A picture becomes one page. Places to sign go on PDFs only.</p>
      </div>
    );
  }
  const name = (id: string) => people.find((p) => p.id === id)?.name ?? "";
  const fields = plan.fields
    .filter((f) => f.part === part.key)
    .map((f) => ({ ...f, label: fieldWords[f.kind], signer: name(f.signer), side: "client" as const }));
  const taken = takenOf(part, check);
  const place = (at: Point, paper: View) => {
    const tool = tools.find((t) => t.kind === armed);
    if (!tool || !signer || taken?.includes(at.page) === false) return;
    const [left = 0, top = 0] = paper.convertToViewportPoint(at.x, at.y);
    const [width, height] = [tool.size[0] * paper.scale, tool.size[1] * paper.scale];
    // The press names the lower left of a line to sign on, and the middle of a box to tick.
    const box =
      tool.kind === "checkbox"
        ? { left: left - width / 2, top: top - height / 2 }
        : { left, top: top - height };
    const rect = toRect(paper, { ...box, width, height });
    change({ do: "add-fields", fields: [{ part: part.key, page: at.page, kind: tool.kind, signer, rect }] });
    props.onPlaced(`f${plan.made}`);
  };
  return (
    <PdfViewer
      key={url}
      url={url}
      password={part.password || undefined}
      page={props.page}
      onPage={props.onPage}
      onPoint={armed && signer ? place : undefined}
      toolbarEnd={<FieldTools armed={armed} ready={signer !== ""} onArm={props.onArm} />}
      overlay={(n, paper) => (
        <>
          {taken?.includes(n) === false ? (
            <p className={css.leftOut}>Left out</p>
          ) : (
            <StampPreview
              view={paper}
              stamps={plan.stamps}
              copy={part.copy}
              page={first === null || !taken ? null : first + taken.indexOf(n)}
              pages={pages}
            />
          )}
          <SelectedInSight selected={props.selected}>
            <SignerFields
              view={paper}
              mode="edit"
              signers={plan.signers.map(name)}
              fields={fields.filter((f) => f.page === n)}
              selected={props.selected}
              onSelect={props.onSelect}
              onMove={(id, rect) => change({ do: "change-field", id, change: { rect } })}
              onRemove={(id) => change({ do: "remove-field", id })}
            />
          </SelectedInSight>
        </>
      )}
    />
  );
}
