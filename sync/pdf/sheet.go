package pdf

import (
	"bytes"
	"fmt"
)

// sheet lays out Letter pages from top to bottom.
type sheet struct {
	fb    *fontbook
	pages []bytes.Buffer
	y     float64
}

const (
	sheetLeft   = 54
	sheetRight  = 612 - 54
	sheetTop    = 792 - 60
	sheetBottom = 56
	sheetLabel  = 90 // width of the label column
	sheetTime   = 200
)

func newSheet(fb *fontbook) *sheet {
	s := &sheet{fb: fb}
	s.newPage()
	return s
}

func (s *sheet) newPage() {
	s.pages = append(s.pages, bytes.Buffer{})
	s.y = sheetTop
}

func (s *sheet) page() *bytes.Buffer { return &s.pages[len(s.pages)-1] }

// keep starts a new page unless that many points are left on this one.
func (s *sheet) keep(points float64) {
	if s.y-points < sheetBottom {
		s.newPage()
	}
}

func (s *sheet) gap(points float64) { s.y -= points }

func (s *sheet) text(out *bytes.Buffer, st style, text string, x, y, size float64) {
	writeRuns(out, s.fb.shape(st, text), x, y, size)
}

func (s *sheet) line(st style, text string, size float64) {
	s.keep(size * 1.3)
	s.y -= size
	fmt.Fprint(s.page(), "0 g\n")
	s.text(s.page(), st, text, sheetLeft, s.y, size)
	s.y -= size * 0.3
}

func (s *sheet) grey(text string, size float64) {
	for _, l := range s.fb.wrap(plain, text, size, sheetRight-sheetLeft) {
		s.keep(size * 1.35)
		s.y -= size
		fmt.Fprint(s.page(), "0.35 g\n")
		s.text(s.page(), plain, l, sheetLeft, s.y, size)
		s.y -= size * 0.35
	}
}

func (s *sheet) rule(grey float64) {
	fmt.Fprintf(s.page(), "%s G 0.5 w %s m %s l S\n", num(grey), nums(sheetLeft, s.y), nums(sheetRight, s.y))
}

func (s *sheet) heading(text string) {
	s.line(bold, text, 11)
	s.y -= 3
	s.rule(0.2)
}

// rows is a table of labels and values; a value wraps, and a row stays whole.
func (s *sheet) rows(rows [][2]string) {
	for _, r := range rows {
		s.row(r[0], sheetLabel, s.fb.wrap(plain, r[1], 9, sheetRight-sheetLeft-sheetLabel))
	}
}

// event is a row of time, person and what was done.
func (s *sheet) event(at, by, text string) {
	if by != "" {
		text = by + ": " + text
	}
	s.row(at, sheetTime, s.fb.wrap(plain, text, 9, sheetRight-sheetLeft-sheetTime))
}

func (s *sheet) row(label string, indent float64, lines []string) {
	const size, lead = 9.0, 12.0
	s.keep(lead*float64(len(lines)) + 5)
	s.y -= 2
	fmt.Fprint(s.page(), "0.35 g\n")
	s.text(s.page(), plain, label, sheetLeft, s.y-size, size)
	fmt.Fprint(s.page(), "0 g\n")
	for _, l := range lines {
		s.keep(lead)
		s.text(s.page(), plain, l, sheetLeft+indent, s.y-size, size)
		s.y -= lead
	}
	s.y -= 2
	s.rule(0.85)
}
