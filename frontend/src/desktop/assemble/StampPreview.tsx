import type { View } from "#/shared/pdf/geometry";
import type { view } from "../api";
import css from "./Assemble.module.css";
import { batesLabel } from "./StampsPanel";

export interface StampPreviewProps {
  view: View;
  stamps: view.Stamps;
  copy: boolean;
  /** The page of the package, from 1, and how many it has; null while that is not known. */
  page: number | null;
  pages: number | null;
}

/** Where the stamps will stand: page number in the middle of the foot, Bates at its right, the copy mark at the top right. */
export function StampPreview({ view: paper, stamps, copy, page, pages }: StampPreviewProps) {
  const text = { fontSize: 8 * paper.scale, lineHeight: 1 };
  const foot = { ...text, bottom: 7 * paper.scale };
  const side = 18 * paper.scale;
  return (
    <div aria-hidden="true" className={css.stamps}>
      {stamps.pageNumbers && (
        <span className={css.pageNumber} style={foot}>
          Page {page ?? "…"} of {pages ?? "…"}
        </span>
      )}
      {stamps.bates && page !== null && (
        <span className={css.stamp} style={{ ...foot, right: side }}>
          {batesLabel(stamps, page - 1)}
        </span>
      )}
      {copy && (
        <strong
          className={css.copyMark}
          style={{ fontSize: 12 * paper.scale, lineHeight: 1, top: 9 * paper.scale, right: side }}
        >
          Client copy
        </strong>
      )}
    </div>
  );
}
