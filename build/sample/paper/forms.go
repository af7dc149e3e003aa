package paper

import (
	"fmt"
	"strings"
)

// Line is one numbered line of a form.
type Line struct {
	No, Label string
	Amount    int
	Total     bool
}

// Return is a tax return in the manner of a federal form: a headed first page
// with numbered lines and as many schedule pages as asked for. It is not an IRS
// form and says so.
func Return(form, title, client, year string, lines []Line, schedules ...string) ([]byte, error) {
	s := newSheet(year + " Form " + form + ", " + client)
	s.AddPage()
	s.formHead(form, title, client, year)
	for _, l := range lines {
		s.formLine(l)
	}
	for i, name := range schedules {
		s.AddPage()
		s.font("B", 13)
		s.CellFormat(inner, 20, s.tr(name), "B", 1, "L", false, 0, "")
		s.Ln(10)
		for n := range 14 {
			s.formLine(Line{fmt.Sprint(n + 1), "Detail for " + name, (i*1717 + n*1301 + 4200) % 39000, n == 13})
		}
	}
	return s.bytes()
}

func (s *sheet) formHead(form, title, client, year string) {
	s.font("", 8)
	s.CellFormat(80, 12, "Form", "", 0, "L", false, 0, "")
	s.CellFormat(inner-160, 12, "Sample, not an IRS form", "", 0, "C", false, 0, "")
	s.CellFormat(80, 12, "Tax year", "", 1, "R", false, 0, "")
	s.font("B", 22)
	s.CellFormat(110, 28, form, "", 0, "L", false, 0, "")
	s.font("B", 13)
	s.CellFormat(inner-200, 28, s.tr(title), "", 0, "C", false, 0, "")
	s.font("B", 20)
	s.CellFormat(90, 28, year, "", 1, "R", false, 0, "")
	s.SetDrawColor(0, 0, 0)
	s.Line(margin, s.GetY()+4, width-margin, s.GetY()+4)
	s.Ln(14)
	s.line(8, "Name")
	s.font("B", 12)
	s.CellFormat(inner, 18, s.tr(client), "B", 1, "L", false, 0, "")
	s.Ln(12)
}

func (s *sheet) formLine(l Line) {
	style := ""
	if l.Total {
		style = "B"
	}
	s.font("B", 9)
	s.CellFormat(26, 16, l.No, "", 0, "L", false, 0, "")
	s.font(style, 9)
	s.CellFormat(inner-126, 16, s.tr(l.Label), "", 0, "L", false, 0, "")
	s.CellFormat(100, 16, Dollars(l.Amount), "1", 1, "R", false, 0, "")
}

// Dollars prints whole dollars with separators, minus as U+2212 where the font
// has it (it has not, so a hyphen).
func Dollars(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// BankStatement is one month of an account.
func BankStatement(bank, account, client, month string, seed int) ([]byte, error) {
	s := newSheet(bank + " statement, " + month)
	s.head(bank, "Statement of account "+account+" for "+month)
	s.line(11, client)
	s.Ln(12)
	balance := 18000 + seed*911
	s.row("Opening balance", Dollars(balance), false)
	for i := range 16 {
		move := (seed*7919+i*3571)%4200 - 1800
		balance += move
		s.row(fmt.Sprintf("%02d  %s", i*2%28+1, entries[(seed+i)%len(entries)]), Dollars(move), false)
	}
	s.row("Closing balance", Dollars(balance), true)
	return s.bytes()
}

var entries = []string{
	"Card sales deposit", "Harbor Fuel & Marine", "Payroll transfer", "Office rent", "Insurance premium",
	"Customer payment", "State sales tax", "Equipment lease", "Utilities", "Professional fees",
}

// Invoice is one invoice with a total.
func Invoice(seller, buyer, what, date string, amount int) ([]byte, error) {
	s := newSheet("Invoice, " + what)
	s.head(seller, "Invoice of "+date)
	s.line(11, "To "+buyer)
	s.Ln(14)
	s.row(what, Dollars(amount), false)
	s.row("Sales tax", Dollars(amount*8/100), false)
	s.row("Total", Dollars(amount+amount*8/100), true)
	return s.bytes()
}

// Statement is a one-page list of labelled amounts, such as a payroll summary
// or draft financials.
func Statement(title, client string, lines []Line) ([]byte, error) {
	s := newSheet(title + ", " + client)
	s.head(client, title)
	for _, l := range lines {
		s.row(l.Label, Dollars(l.Amount), l.Total)
	}
	return s.bytes()
}
