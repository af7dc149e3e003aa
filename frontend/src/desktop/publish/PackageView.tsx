import { Signature } from "lucide-react";
import { type ReactNode, useState } from "react";
import { count } from "#/shared/format";
import { PdfViewer } from "#/shared/pdf/PdfViewer";
import { Panel } from "#/ui/Panel";
import { rove } from "#/ui/roving";
import { SplitLayout } from "#/ui/SplitLayout";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import { pageFields } from "../review/draftFields";
import { NotHere } from "../review/NotHere";
import { partAt } from "../review/parts";
import { SignerFields } from "../review/SignerFields";
import css from "./Publish.module.css";

export interface PackageViewProps {
  draft: view.DraftPage;
  /** The bytes to show: the draft's, or the newest of what was published. */
  url: string;
  /** Empty boxes stand on the pages until they are signed. */
  fields: boolean;
  /** Lets a check bring its page into sight. */
  page: number;
  onPage: (page: number) => void;
  /** Under the parts. */
  below?: ReactNode;
  end: ReactNode;
  endLabel: string;
  endFooter: ReactNode;
}

/** A package as it was approved: its parts and its pages, nothing to change. */
export function PackageView(props: PackageViewProps) {
  const { draft, url, page, onPage } = props;
  const [fields] = useState(() => pageFields(draft));
  const current = partAt(draft.parts, page);
  return (
    <div className={css.package}>
      <SplitLayout
        startLabel="Parts"
        startWidth="narrow"
        start={
          <div className={css.left}>
            <Panel
              look="bare"
              title="Parts"
              meta={`${count(draft.parts.length, "part")}, ${count(draft.pages, "page")}`}
            >
              <ol aria-label="Parts" onKeyDown={(event) => rove(event as never)}>
                {draft.parts.map((part, place) => (
                  <li key={part.first}>
                    <button
                      type="button"
                      data-rove
                      aria-current={part === current ? "true" : undefined}
                      className={css.part}
                      onClick={() => onPage(part.first)}
                    >
                      <span className={css.place}>{place + 1}</span>
                      <span className={css.partName}>{part.name}</span>
                      {part.copy && <Tag tone="outline">Copy</Tag>}
                      {part.signs && (
                        <Tag tone="accent" icon={Signature}>
                          Sign
                        </Tag>
                      )}
                      <span className={css.pages}>{part.words}</span>
                    </button>
                  </li>
                ))}
              </ol>
            </Panel>
            {props.below}
          </div>
        }
        ground="desk"
        endLabel={props.endLabel}
        end={<div className={css.right}>{props.end}</div>}
        endFooter={props.endFooter}
      >
        {url === "" ? (
          <NotHere draft={draft} />
        ) : (
          <PdfViewer
            url={url}
            page={page}
            onPage={onPage}
            overlay={(n, paper) =>
              props.fields && (
                <SignerFields
                  view={paper}
                  mode="view"
                  signers={draft.signers.map((s) => s.name)}
                  fields={fields.filter((f) => f.page === n)}
                />
              )
            }
          />
        )}
      </SplitLayout>
    </div>
  );
}
