package pdf

import (
	"bytes"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Bates numbers pages across a package: Prefix, then a running number from
// Start padded to Digits ("ACME-000041").
type Bates struct {
	Prefix string
	Start  int
	Digits int
}

func (b Bates) label(page int) string { return fmt.Sprintf("%s%0*d", b.Prefix, b.Digits, b.Start+page) }

// The stamps keep close to the edge, below what tax forms print at their foot,
// yet inside what office printers can print.
const (
	stampSize   = 8
	stampMargin = 18
	stampFoot   = 9
)

// stamps is what is burnt into one page.
type stamps struct{ foot, bates, mark string }

// stamp writes along the visible edges as the reader sees them, whatever the
// page's rotation and crop: the page number in the middle of the foot, the
// Bates number at the foot's right, the mark at the top right.
func stamp(to objects, fb *fontbook, page types.Dict, geometry Page, s stamps) {
	if s == (stamps{}) {
		return
	}
	m, w, h := geometry.upright(geometry.CropBox)
	var out bytes.Buffer
	fmt.Fprintf(&out, "q %s cm 0 g\n", m)
	size := min(stampSize, max(4, w/24))
	put := func(st style, text string, size, y float64, x func(width float64) float64) {
		if text == "" {
			return
		}
		runs := fb.shape(st, text)
		if wide := width(runs, size); wide > w-2*stampMargin && wide > 0 {
			size *= max(0.2, (w-2*stampMargin)/wide)
		}
		writeRuns(&out, runs, x(width(runs, size)), y, size)
	}
	put(plain, s.foot, size, stampFoot, func(tw float64) float64 { return (w - tw) / 2 })
	bates := float64(stampFoot)
	if width(fb.shape(plain, s.foot), size)/2+width(fb.shape(plain, s.bates), size)+2*stampMargin > w/2 {
		bates += 1.3 * size // a narrow page: one above the other
	}
	put(plain, s.bates, size, bates, func(tw float64) float64 { return w - stampMargin - tw })
	out.WriteString("0.7 0.1 0.1 rg\n")
	put(bold, s.mark, size+4, h-stampFoot-size-1, func(tw float64) float64 { return w - stampMargin - tw })
	out.WriteString("Q\n")
	appendContent(to, page, out.Bytes())
}
