/** How a person signs. Drawn strokes are points in the pad's own units, which `width` and `height` give. */
export type Signature =
  | { kind: "typed"; name: string }
  | { kind: "drawn"; name: string; width: number; height: number; strokes: Stroke[] };

export type Stroke = readonly (readonly [x: number, y: number])[];

/** Whether there is enough to sign with: a name, and ink when drawn. */
export function isComplete(signature: Signature): boolean {
  const named = signature.name.trim() !== "";
  return signature.kind === "typed" ? named : named && signature.strokes.some((s) => s.length > 1);
}

/** An SVG path through the middles of the points, which rounds the corners of a quick hand. */
export function strokePath(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (!first) return "";
  const at = (n: number) => Math.round(n * 10) / 10;
  let d = `M${at(first[0])} ${at(first[1])}`;
  if (rest.length === 0) return `${d}h0.1`;
  let [px, py] = first;
  for (const [x, y] of rest) {
    d += `Q${at(px)} ${at(py)} ${at((px + x) / 2)} ${at((py + y) / 2)}`;
    [px, py] = [x, y];
  }
  return `${d}L${at(px)} ${at(py)}`;
}

/** The box that holds all ink with a little air, as an SVG viewBox; the whole pad when there is none. */
export function inkBox(width: number, height: number, strokes: readonly Stroke[]): string {
  const points = strokes.flat();
  if (points.length === 0) return `0 0 ${width} ${height}`;
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const air = 4;
  const x = Math.min(...xs) - air;
  const y = Math.min(...ys) - air;
  return `${x} ${y} ${Math.max(...xs) - x + air} ${Math.max(...ys) - y + air}`;
}
