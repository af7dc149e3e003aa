package portaltest

import (
	"bytes"
	"fmt"
	"strings"
)

// Page is one page of an invented PDF: a title for the outline, and lines.
type Page struct {
	Title string
	Lines []string
}

// PDF writes a small, valid PDF with an outline. It is letter size.
func PDF(pages ...Page) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, a ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&b, format, a...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	n := len(pages)
	page, text, item := func(i int) int { return 5 + i }, func(i int) int { return 5 + n + i }, func(i int) int { return 5 + 2*n + i }
	object("<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R /PageMode /UseOutlines /Lang (en-US) >>")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", page(i)))
	}
	object("<< /Type /Pages /Count %d /Kids [%s] >>", n, strings.Join(kids, " "))
	object("<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>", item(0), item(n-1), n)
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for i := range pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 4 0 R >> >> /Contents %d 0 R >>", text(i))
	}
	for i, p := range pages {
		s := drawn(p, i+1, n)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(s), s)
	}
	for i, p := range pages {
		object("<< /Title (%s) /Parent 3 0 R /Dest [%d 0 R /Fit]%s >>", escape(p.Title), page(i), neighbours(i, n, item))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

// neighbours links an entry of the outline to those beside it.
func neighbours(i, n int, item func(int) int) string {
	links := ""
	if i > 0 {
		links += fmt.Sprintf(" /Prev %d 0 R", item(i-1))
	}
	if i < n-1 {
		links += fmt.Sprintf(" /Next %d 0 R", item(i+1))
	}
	return links
}

func drawn(p Page, n, of int) string {
	var s strings.Builder
	fmt.Fprintf(&s, "BT /F 18 Tf 72 712 Td (%s) Tj ET\n0.75 w 72 700 m 540 700 l S\n", escape(p.Title))
	for i, line := range p.Lines {
		fmt.Fprintf(&s, "BT /F 11 Tf 72 %d Td (%s) Tj ET\n", 672-18*i, escape(line))
	}
	if strings.Contains(p.Title, "Signature") {
		s.WriteString("0.5 w 72 298 m 330 298 l S 360 298 m 470 298 l S\n" +
			"BT /F 8 Tf 72 286 Td (Signature) Tj ET BT /F 8 Tf 360 286 Td (Date) Tj ET\n")
	}
	fmt.Fprintf(&s, "BT /F 8 Tf 72 40 Td (Page %d of %d) Tj ET", n, of)
	return s.String()
}

func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
}
