// Package paper makes the invented documents of the sample firm: letters, tax
// forms, statements, spreadsheets and a scan. Everything in them is made up;
// the same arguments always give the same bytes.
package paper

import (
	"bytes"
	"fmt"
	"time"

	"github.com/go-pdf/fpdf"
)

// Page geometry in points, US Letter.
const (
	width  = 612.0
	height = 792.0
	margin = 64.0
	inner  = width - 2*margin
)

// made is the creation date in every PDF, so that bytes never depend on a clock.
var made = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// sheet is a PDF being written with the few shapes the sample needs.
type sheet struct {
	*fpdf.Fpdf
	tr    func(string) string
	boxes []Box
}

// Box is a place on a page, in points from its lower left.
type Box struct {
	Page       int
	X, Y, W, H float64
}

func newSheet(title string) *sheet {
	pdf := fpdf.New("P", "pt", "Letter", "")
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetCatalogSort(true)
	pdf.SetTitle(title, true)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(true, margin)
	return &sheet{Fpdf: pdf, tr: pdf.UnicodeTranslatorFromDescriptor("")}
}

func (s *sheet) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := s.Output(&b); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}

func (s *sheet) font(style string, size float64) { s.SetFont("Helvetica", style, size) }

func (s *sheet) line(size float64, text string) {
	s.font("", size)
	s.CellFormat(inner, size*1.5, s.tr(text), "", 1, "L", false, 0, "")
}

func (s *sheet) para(text string) {
	s.font("", 10.5)
	s.MultiCell(inner, 15.5, s.tr(text), "", "L", false)
	s.Ln(8)
}

func (s *sheet) head(firm, addr string) {
	s.AddPage()
	s.SetTextColor(23, 101, 76)
	s.font("B", 15)
	s.CellFormat(inner, 20, s.tr(firm), "", 1, "L", false, 0, "")
	s.SetTextColor(110, 110, 110)
	s.line(9, addr)
	s.SetTextColor(0, 0, 0)
	s.SetDrawColor(200, 200, 195)
	s.Line(margin, s.GetY()+6, width-margin, s.GetY()+6)
	s.Ln(26)
}

// row prints a label and an amount; a total has one rule above and a double
// rule below.
func (s *sheet) row(label, amount string, total bool) {
	style := ""
	if total {
		style = "B"
	}
	s.font(style, 10)
	y := s.GetY()
	s.CellFormat(inner-110, 17, s.tr(label), "", 0, "L", false, 0, "")
	s.CellFormat(110, 17, s.tr(amount), "", 1, "R", false, 0, "")
	if total {
		s.SetDrawColor(0, 0, 0)
		for _, dy := range []float64{0, 17, 19} {
			s.Line(width-margin-90, y+dy, width-margin, y+dy)
		}
		s.Ln(6)
	}
}

// signHere prints a signature and a date line, leaves room above them and
// remembers both places.
func (s *sheet) signHere(name, title string) {
	s.Ln(40)
	y := s.GetY()
	s.SetDrawColor(60, 60, 60)
	s.Line(margin, y, margin+250, y)
	s.Line(margin+290, y, width-margin, y)
	for _, x := range [][2]float64{{margin, margin + 250}, {margin + 290, width - margin}} {
		s.boxes = append(s.boxes, Box{Page: s.PageNo(), X: x[0], Y: height - y + 1, W: x[1] - x[0], H: 30})
	}
	s.font("", 8.5)
	s.SetXY(margin, y+2)
	s.CellFormat(290, 12, s.tr("Your signature: "+name+", "+title), "", 0, "L", false, 0, "")
	s.CellFormat(inner-290, 12, "Date", "", 1, "L", false, 0, "")
}
