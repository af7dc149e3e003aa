package main

import (
	"fmt"

	"tieout/build/sample/paper"
	"tieout/sync/engagement"
)

// The clients of the sample firm. Together they stand in every status, and one
// step before each act of the loop.

var ruth = &person{name: "Ruth Adeyemi", email: "ruth@acme.example", title: "President"}

// acme waits for two things, has an answer to accept and a message to reply to.
func (d *diary) acme() {
	id := d.takeOn(engagement.Company, "Acme Ltd", "1042", ruth)
	w := d.job(id, "Acme Ltd", d.o.year+" Form 1120-S", "Tom", ruth)
	d.open(w, engagement.Form1120S, d.o.year+" Form 1120-S", d.o.year, 13,
		ask{"Prior-year return and depreciation schedule", "Only if we did not prepare it.", d.due(-12)},
		ask{d.o.year + " trial balance", "As of December 31, as Excel or PDF.", d.due(-12)},
		ask{"Payroll summary, Form W-3", "The year's totals and the officers' W-2s.", d.due(-10)},
		ask{"Health insurance paid for shareholders", "The year's total for each shareholder.", d.due(-10)},
		ask{"Bank statements, Oct–Dec " + d.o.year, "All business accounts.", d.due(-5)},
		ask{"Vehicle purchase invoice, Aug 14, " + d.o.year, "The dealer's invoice for the van. A phone photo is fine.", d.due(3)},
		ask{"Shareholder loan agreement", "The agreement between you and Acme Ltd, or tell us there isn't one.", d.due(3)},
	)
	d.then(w, 29, "11:00", func() {
		trial, err := paper.TrialBalance(3)
		w.file("Workpapers/Lead sheet.xlsx", trial, err)
		w.file("Workpapers/Fixed assets.xlsx", trial, nil)
		w.file("Tax software/acme.dat", []byte("not for clients"), nil)
		w.file("Correspondence/Call notes.txt", []byte("Called Ruth about the van."), nil)
		w.file("Fee notes.txt", []byte("Fixed fee as last year."), nil)
	})
	d.then(w, 26, "14:12", func() {
		b, err := paper.Return("1120-S", "U.S. Income Tax Return for an S Corporation", "Acme Ltd", "2024", sCorp(2), "Depreciation")
		w.tell(func() error { return err })
		w.answer("Prior-year return and depreciation schedule", sent{"2024 return.pdf", b})
	})
	d.then(w, 24, "9:30", func() { w.accept("Tom", "Prior-year return and depreciation schedule") })
	d.then(w, 20, "16:40", func() {
		b, err := paper.TrialBalance(5)
		w.tell(func() error { return err })
		w.answer(d.o.year+" trial balance", sent{d.o.year + " trial balance.xlsx", b})
	})
	d.then(w, 19, "10:10", func() { w.accept("Tom", d.o.year+" trial balance") })
	d.then(w, 16, "12:20", func() {
		b, err := paper.Statement("Form W-3 summary", "Acme Ltd", payroll)
		w.tell(func() error { return err })
		w.answer("Payroll summary, Form W-3", sent{"Payroll W-3.pdf", b})
	})
	d.then(w, 15, "9:05", func() { w.accept("Tom", "Payroll summary, Form W-3") })
	d.then(w, 12, "8:50", func() {
		b, err := paper.Photo([]string{"HEALTH INSURANCE", "R. Adeyemi 9,840.00", "for the year"})
		w.tell(func() error { return err })
		w.answer("Health insurance paid for shareholders", sent{"insurance.jpg", b})
	})
	d.then(w, 11, "11:11", func() { w.accept("Tom", "Health insurance paid for shareholders") })
	for i, day := range []int{10, 7, 5} {
		d.then(w, day, "15:30", func() {
			b, err := paper.Statement(fmt.Sprintf("Draft financials, version %d", i+1), "Acme Ltd", financials(i))
			w.share("Tom", "Draft financials.pdf", b, err)
		})
	}
	d.then(w, 6, "9:00", func() {
		w.staffDo("Tom", engagement.RequestReminded, engagement.RemindedBody{Requests: []engagement.RequestID{
			w.requests["Vehicle purchase invoice, Aug 14, "+d.o.year], w.requests["Shareholder loan agreement"],
		}}, nil)
	})
	d.then(w, 1, "14:28", func() {
		var files []sent
		for i, m := range []string{"October", "November", "December"} {
			b, err := paper.BankStatement("First Hudson Bank", "4471", "Acme Ltd", m+" "+d.o.year, i+3)
			w.tell(func() error { return err })
			files = append(files, sent{"First Hudson 4471, " + m + " " + d.o.year + ".pdf", b})
		}
		w.answer("Bank statements, Oct–Dec "+d.o.year, files...)
	})
	d.then(w, 1, "14:30", func() { w.say("Is the new van a repair or an asset? We replaced the old one completely.") })
}

// ruthsReturn has an engagement letter that waits for the partner: approve,
// publish, sign and seal happen here.
func (d *diary) ruthsReturn() {
	id := d.takeOn(engagement.Person, "Ruth Adeyemi", "1043", ruth)
	title := d.o.year + " Form 1040"
	w := d.job(id, "Ruth Adeyemi", title, "Tom", ruth)
	d.open(w, engagement.Form1040, title, d.o.year, 40,
		ask{"W-2 from each employer", "Every employer you worked for in the year.", d.due(10)})
	d.then(w, 9, "10:15", func() {
		b, err := paper.Statement("Form W-2", "Ruth Adeyemi", payroll)
		w.tell(func() error { return err })
		w.answer("W-2 from each employer", sent{"W-2 Acme.pdf", b})
	})
	d.then(w, 8, "9:15", func() { w.accept("Tom", "W-2 from each employer") })
	d.then(w, 2, "16:05", func() {
		b, boxes, err := paper.EngagementLetter(letterhead, "Ruth Adeyemi", title, "Ruth Adeyemi", "taxpayer")
		w.file("Correspondence/Engagement letter.pdf", b, err)
		w.assemble("Tom", "Engagement letter", "", false, w.fields(boxes), part{"Engagement letter", b, false})
	})
}

// kestrel is with the partner: a second draft with answered notes.
func (d *diary) kestrel() {
	ines := &person{name: "Ines Marchetti", email: "ines@kestrel.example", title: "President"}
	id := d.takeOn(engagement.Company, "Kestrel Marine Inc.", "1107", ines)
	title := d.o.year + " Form 1120-S"
	w := d.job(id, "Kestrel Marine Inc", title, "Tom", ines)
	d.open(w, engagement.Form1120S, title, d.o.year, 13, ask{"Trial balance", "As of December 31.", d.due(-8)})
	d.then(w, 22, "10:00", func() {
		b, err := paper.TrialBalance(8)
		w.tell(func() error { return err })
		w.answer("Trial balance", sent{"Kestrel TB.xlsx", b})
	})
	d.then(w, 21, "10:00", func() { w.accept("Tom", "Trial balance") })
	pack := func(n int) []part {
		ret, err := paper.Return("1120-S", "U.S. Income Tax Return for an S Corporation", "Kestrel Marine Inc.", d.o.year, sCorp(n), "Schedule K", "Schedule L", "Schedule M-2")
		w.file(fmt.Sprintf("Tax software/Kestrel 1120-S draft %d.pdf", n), ret, err)
		cover, err := paper.CoverLetter(letterhead, "Kestrel Marine Inc.", title, "Ines")
		w.file("Correspondence/Cover letter.pdf", cover, err)
		k1, err := paper.Return("K-1", "Shareholder's Share of Income", "Ines Marchetti", d.o.year, sCorp(1)[:4])
		w.file("Tax software/K-1 package.pdf", k1, err)
		return []part{{"Cover letter", cover, false}, {"Form 1120-S, federal", ret, true}, {"Schedule K-1", k1, true}}
	}
	d.then(w, 4, "11:20", func() { w.assemble("Tom", title, "", true, nil, pack(1)...) })
	d.then(w, 3, "13:15", func() {
		w.staffDo("Priya", engagement.DraftReturned, engagement.DraftRef{Draft: w.drafts[title+" 1"].body.Draft},
			engagement.WhyPrivate{Why: "Repairs need a second look."})
	})
	d.then(w, 2, "15:40", func() { w.assemble("Tom", title, title+" 1", true, nil, pack(2)...) })
	d.then(w, 2, "17:15", func() {
		key := title + " 2"
		w.note("Priya", key, 2, 520, 470, "Repairs are well above last year. The trial balance has a pontoon rebuild on Aug 14. Expense or capitalize?",
			"Tom", "Like-for-like decking, no betterment. The invoice is in Workpapers, so I left it in repairs.")
		w.note("Priya", key, 2, 520, 500, "Officer compensation ties to W-3 box 1 less the health add-back. Please confirm.", "Tom", "Confirmed.")
	})
}

func sCorp(n int) []paper.Line {
	return []paper.Line{
		{No: "1a", Label: "Gross receipts or sales", Amount: 2846310}, {No: "2", Label: "Cost of goods sold", Amount: 1604885},
		{No: "5", Label: "Other income", Amount: 6412 * n}, {No: "6", Label: "Total income", Amount: 1229597, Total: true},
		{No: "7", Label: "Compensation of officers", Amount: 210000}, {No: "8", Label: "Salaries and wages", Amount: 438920},
		{No: "9", Label: "Repairs and maintenance", Amount: 41306}, {No: "11", Label: "Rents", Amount: 96000},
		{No: "12", Label: "Taxes and licenses", Amount: 58774}, {No: "14", Label: "Depreciation", Amount: 64230},
		{No: "16", Label: "Advertising", Amount: 22461}, {No: "21", Label: "Total deductions", Amount: 1114453, Total: true},
		{No: "22", Label: "Ordinary business income", Amount: 115144, Total: true},
	}
}

var payroll = []paper.Line{
	{Label: "Wages, tips, other compensation", Amount: 438920}, {Label: "Federal income tax withheld", Amount: 61204},
	{Label: "Social security wages", Amount: 438920}, {Label: "Total", Amount: 500124, Total: true},
}

func financials(n int) []paper.Line {
	return []paper.Line{
		{Label: "Sales", Amount: 912400}, {Label: "Cost of goods sold", Amount: 511870 + 900*n},
		{Label: "Gross profit", Amount: 400530 - 900*n, Total: true}, {Label: "Wages", Amount: 188000},
		{Label: "Repairs", Amount: 27300 - 1200*n}, {Label: "Net income", Amount: 185230 + 300*n, Total: true},
	}
}
