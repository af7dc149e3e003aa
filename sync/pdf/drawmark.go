package pdf

import (
	"bytes"
	"fmt"
	"math"
)

// ink is the colour of marks: a dark blue that stays apart from print.
const ink = "0.05 0.12 0.4"

// draw puts a mark into its box, upright and as large as it fits.
func (m Mark) draw(out *bytes.Buffer, fb *fontbook, p Page) error {
	at, w, h := p.upright(m.Rect)
	fmt.Fprintf(out, "q %s cm %s rg %s RG\n", at, ink, ink)
	defer out.WriteString("Q\n")
	switch m.Kind {
	case MarkTyped:
		fitText(out, fb, hand, m.Text, w, h, 0.8*h)
	case MarkText:
		fitText(out, fb, plain, m.Text, w, h, min(0.7*h, 12))
	case MarkDrawn:
		return drawStrokes(out, m.Strokes, w, h)
	case MarkCheck:
		s := min(w, h)
		fmt.Fprintf(out, "1 J 1 j %s w %s m %s l %s l S\n", num(max(1, s/10)),
			nums(w/2-0.35*s, h/2), nums(w/2-0.1*s, h/2-0.3*s), nums(w/2+0.35*s, h/2+0.35*s))
	default:
		return refuse(CodeInvalid, nil, "The kind of mark %q is not known.", m.Kind)
	}
	return nil
}

// fitText writes one line, smaller when the box is narrow.
func fitText(out *bytes.Buffer, fb *fontbook, st style, text string, w, h, size float64) {
	runs := fb.shape(st, text)
	if wide := width(runs, size); wide > w-4 && wide > 0 {
		size *= (w - 4) / wide
	}
	writeRuns(out, runs, 2, max((h-0.7*size)/2, 0.2*size), size)
}

// drawStrokes fits the drawing into the box without distorting it. A stroke of
// one point is a dot.
func drawStrokes(out *bytes.Buffer, strokes [][]Point, w, h float64) error {
	box := Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	points := 0
	for _, s := range strokes {
		for _, p := range s {
			if math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) {
				return refuse(CodeInvalid, nil, "The drawn signature holds a point that is no number. Draw it again.")
			}
			box = Rect{min(box.X0, p.X), min(box.Y0, p.Y), max(box.X1, p.X), max(box.Y1, p.Y)}
			points++
		}
	}
	if points == 0 || points > 100_000 {
		return refuse(CodeInvalid, nil, "The drawn signature is empty or far too long. Draw it again.")
	}
	pen := min(1.4, max(0.6, h/24))
	scale := min((w-2*pen)/max(box.W(), 1e-6), (h-2*pen)/max(box.H(), 1e-6))
	if box.W() < 1e-6 && box.H() < 1e-6 {
		scale = 1
	}
	place := func(p Point) string {
		return nums((w-box.W()*scale)/2+(p.X-box.X0)*scale, (h-box.H()*scale)/2+(box.Y1-p.Y)*scale)
	}
	fmt.Fprintf(out, "1 J 1 j %s w\n", num(pen))
	for _, s := range strokes {
		if len(s) == 0 {
			continue
		}
		fmt.Fprintf(out, "%s m\n", place(s[0]))
		if len(s) == 1 {
			fmt.Fprintf(out, "%s l\n", place(s[0]))
		}
		for _, p := range s[1:] {
			fmt.Fprintf(out, "%s l\n", place(p))
		}
		out.WriteString("S\n")
	}
	return nil
}
