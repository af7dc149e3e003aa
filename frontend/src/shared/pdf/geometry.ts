/** A rectangle in PDF user space, points from the page's origin: left, bottom, right, top. */
export type Rect = readonly [x0: number, y0: number, x1: number, y1: number];

/** A place in PDF user space. */
export interface Point {
  page: number;
  x: number;
  y: number;
}

/** A rectangle on the screen, in CSS pixels from the page's upper left. */
export type Box = { left: number; top: number; width: number; height: number };

/** What pdf.js knows of a page at a scale; it minds CropBox, Rotate and UserUnit. */
export interface View {
  width: number;
  height: number;
  scale: number;
  convertToViewportPoint(x: number, y: number): number[];
  convertToPdfPoint(x: number, y: number): number[];
}

/** Where a rectangle of the page stands on the screen. */
export function toBox(view: View, [x0, y0, x1, y1]: Rect): Box {
  const [ax = 0, ay = 0] = view.convertToViewportPoint(x0, y0);
  const [bx = 0, by = 0] = view.convertToViewportPoint(x1, y1);
  return {
    left: Math.min(ax, bx),
    top: Math.min(ay, by),
    width: Math.abs(bx - ax),
    height: Math.abs(by - ay),
  };
}

/** Which rectangle of the page a box on the screen covers. */
export function toRect(view: View, box: Box): Rect {
  const [ax = 0, ay = 0] = view.convertToPdfPoint(box.left, box.top);
  const [bx = 0, by = 0] = view.convertToPdfPoint(box.left + box.width, box.top + box.height);
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)].map(
    tenth,
  ) as unknown as Rect;
}

/** Which place of the page lies under a point of the screen. */
export function toPoint(view: View, page: number, left: number, top: number): Point {
  const [x = 0, y = 0] = view.convertToPdfPoint(left, top);
  return { page, x: tenth(x), y: tenth(y) };
}

/** Keeps a box on the page and no smaller than `least`. */
export function inside(view: View, box: Box, least: number): Box {
  const width = Math.min(Math.max(box.width, least), view.width);
  const height = Math.min(Math.max(box.height, least), view.height);
  return {
    width,
    height,
    left: Math.min(Math.max(box.left, 0), view.width - width),
    top: Math.min(Math.max(box.top, 0), view.height - height),
  };
}

/** Sets the foot or the left edge of a box on that of another within reach, so that fields line up. */
export function snapped(box: Box, others: readonly Box[], reach: number): Box {
  const foot = nearest(
    box.top + box.height,
    others.map((o) => o.top + o.height),
    reach,
  );
  const left = nearest(
    box.left,
    others.map((o) => o.left),
    reach,
  );
  return { ...box, left: left ?? box.left, top: foot === null ? box.top : foot - box.height };
}

function nearest(value: number, targets: readonly number[], reach: number): number | null {
  const near = targets
    .filter((t) => Math.abs(t - value) <= reach)
    .sort((a, b) => Math.abs(a - value) - Math.abs(b - value));
  return near[0] ?? null;
}

function tenth(n: number): number {
  return Math.round(n * 10) / 10;
}
