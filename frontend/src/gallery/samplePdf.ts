/** A small PDF made on the spot, so that the gallery needs no file: forms with lines, amounts and a signature line. */
export function samplePdf(pages: number): Uint8Array<ArrayBuffer> {
  const objects: string[] = ["<< /Type /Catalog /Pages 2 0 R >>"];
  const kids = Array.from({ length: pages }, (_, i) => `${4 + 2 * i} 0 R`).join(" ");
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`);
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (let page = 1; page <= pages; page++) {
    const content = pageContent(page);
    const box = page === 3 ? "/MediaBox [0 0 612 792] /Rotate 90" : "/MediaBox [0 0 612 792]";
    objects.push(
      `<< /Type /Page /Parent 2 0 R ${box} /Resources << /Font << /F 3 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
    );
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  let text = "%PDF-1.7\n";
  const offsets = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) text += `${String(at).padStart(10, "0")} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

const lines: readonly [string, string][] = [
  ["1a  Gross receipts or sales", "2,846,310"],
  ["b   Less returns and allowances", "18,240"],
  ["c   Balance. Subtract line 1b from line 1a", "2,828,070"],
  ["2   Cost of goods sold", "1,604,885"],
  ["3   Gross profit. Subtract line 2 from line 1c", "1,223,185"],
  ["4   Net gain (loss)", ""],
  ["5   Other income (loss)", "6,412"],
  ["6   Total income (loss). Add lines 3 through 5", "1,229,597"],
  ["7   Compensation of officers", "210,000"],
  ["8   Salaries and wages", "438,920"],
  ["9   Repairs and maintenance", "41,306"],
  ["10  Bad debts", "3,150"],
  ["11  Rents", "96,000"],
  ["12  Taxes and licenses", "58,774"],
];

function pageContent(page: number): string {
  const show = (x: number, y: number, size: number, words: string) =>
    `BT /F ${size} Tf ${x} ${y} Td (${words.replace(/[()\\]/g, "\\$&")}) Tj ET`;
  const rule = (x0: number, y: number, x1: number) => `${x0} ${y} m ${x1} ${y} l S`;
  const rows = lines.flatMap(([words, amount], i) => {
    const y = 610 - 18 * i;
    return [show(44, y, 9, words), show(500, y, 9, amount), rule(40, y - 5, 572)];
  });
  return [
    "0.6 w",
    show(40, 730, 17, "1120-S"),
    show(190, 738, 13, "U.S. Income Tax Return for an S Corporation"),
    show(520, 734, 16, "2025"),
    rule(40, 716, 572),
    show(44, 700, 9, "Name  Kestrel Marine Inc."),
    show(420, 700, 9, "EIN  14-2087731"),
    rule(40, 690, 572),
    show(44, 660, 10, `Page ${page}. Income and deductions`),
    ...rows,
    rule(40, 250, 290),
    show(42, 240, 7, "Officer's signature"),
    rule(320, 250, 420),
    show(322, 240, 7, "Date"),
    show(44, 40, 8, `Page ${page}`),
  ].join("\n");
}
