// @vitest-environment node
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import { inside, type Rect, snapped, toBox, toPoint, toRect, type View } from "./geometry";

/** What pdf.js makes of a page with these entries, at one and a half times its size. */
async function view(entries: string): Promise<View> {
  const bodies = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] ${entries} >>`,
  ];
  let text = "%PDF-1.7\n";
  const offsets = bodies.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
  text += `trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  const task = getDocument({ data: new TextEncoder().encode(text), verbosity: 0 });
  const page = await (await task.promise).getPage(1);
  const viewport = page.getViewport({ scale: 1.5 });
  await task.destroy();
  return viewport;
}

const field: Rect = [100, 200, 280, 224];
const pages: [string, string, { left: number; top: number; width: number; height: number }][] = [
  ["upright", "", { left: 150, top: 852, width: 270, height: 36 }],
  ["turned", "/Rotate 90", { left: 300, top: 150, width: 36, height: 270 }],
  ["upside down", "/Rotate 180", { left: 498, top: 300, width: 270, height: 36 }],
  ["turned back", "/Rotate 270", { left: 852, top: 498, width: 36, height: 270 }],
  ["cropped", "/CropBox [50 60 562 732]", { left: 75, top: 762, width: 270, height: 36 }],
  [
    "cropped and turned",
    "/CropBox [50 60 562 732] /Rotate 90",
    { left: 210, top: 75, width: 36, height: 270 },
  ],
];

test.each(pages)("on a page that is %s, a field stands where the page says", async (_name, entries, box) => {
  const page = await view(entries);
  const drawn = toBox(page, field);
  for (const side of ["left", "top", "width", "height"] as const)
    expect(drawn[side]).toBeCloseTo(box[side], 5);
  expect(toRect(page, drawn)).toEqual(field);
});

test("a press names its place in user space", async () => {
  const page = await view("/CropBox [50 60 562 732] /Rotate 90");
  const { left, top } = toBox(page, [100, 200, 100, 200]);
  expect(toPoint(page, 7, left, top)).toEqual({ page: 7, x: 100, y: 200 });
});

test("a box stays on the page, and no smaller than it may be", async () => {
  const page = await view("");
  expect(inside(page, { left: -20, top: 5000, width: 3, height: 40 }, 24)).toEqual({
    left: 0,
    top: page.height - 40,
    width: 24,
    height: 40,
  });
});

test("a box sets its foot on that of its neighbour, and only when it is near", () => {
  const other = { left: 300, top: 100, width: 80, height: 20 };
  const box = { left: 40, top: 92, width: 120, height: 24 };
  expect(snapped(box, [other], 5)).toEqual({ ...box, top: 96 });
  expect(snapped({ ...box, top: 60 }, [other], 5)).toEqual({ ...box, top: 60 });
  expect(snapped({ ...box, left: 303 }, [other], 5).left).toBe(300);
});
