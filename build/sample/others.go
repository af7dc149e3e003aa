package main

import (
	"time"

	"tieout/build/sample/paper"
	"tieout/sync/engagement"
)

// birchwood is in preparation: everything asked for is in.
func (d *diary) birchwood() {
	p := &person{name: "Paul Birch", email: "paul@birchwooddental.example", title: "Owner"}
	w := d.company("Birchwood Dental PC", "1051", d.o.year+" Form 1120-S", engagement.Form1120S, 13, "Lena", p,
		ask{"Payroll summary, Form W-3", "The year's totals.", d.due(-9)})
	d.then(w, 12, "13:51", func() {
		b, err := paper.Statement("Form W-3 summary", "Birchwood Dental PC", payroll)
		w.tell(func() error { return err })
		w.answer("Payroll summary, Form W-3", sent{"W-3.pdf", b})
	})
	d.then(w, 11, "9:12", func() { w.accept("Lena", "Payroll summary, Form W-3") })
}

// quarry has the engagement letter out for signature, opened and not signed.
func (d *diary) quarry() {
	p := &person{name: "Jo Hartley", email: "jo@quarryroad.example", title: "Managing member"}
	w := d.company("Quarry Road Storage LLC", "1077", d.o.year+" Form 1065", engagement.Form1065, 13, "Lena", p)
	d.letter(w, p, 6)
	d.then(w, 4, "9:30", func() { w.approve("Dana", "Engagement letter 1") })
	d.then(w, 4, "9:35", func() { w.publish("Dana", "Engagement letter 1") })
}

// hollis is in review with a first draft.
func (d *diary) hollis() {
	p := &person{name: "Grace Hollis", email: "grace@hollisreed.example", title: "Partner"}
	title := d.o.year + " Form 1065"
	w := d.company("Hollis & Reed LLP", "1090", title, engagement.Form1065, 13, "Lena", p, ask{"Trial balance", "As of December 31.", d.due(-8)})
	d.then(w, 14, "10:00", func() {
		b, err := paper.TrialBalance(11)
		w.tell(func() error { return err })
		w.answer("Trial balance", sent{"TB.xlsx", b})
	})
	d.then(w, 13, "10:00", func() { w.accept("Lena", "Trial balance") })
	d.then(w, 1, "17:20", func() {
		b, err := paper.Return("1065", "U.S. Return of Partnership Income", "Hollis & Reed LLP", d.o.year, sCorp(3), "Schedule K", "Schedule M-1")
		w.file("Tax software/Hollis 1065.pdf", b, err)
		w.assemble("Lena", title, "", true, nil, part{"Form 1065, federal", b, true})
	})
}

// fernhill is approved and waits to be published.
func (d *diary) fernhill() {
	p := &person{name: "Amelie Fern", email: "amelie@fernhill.example", title: "Owner"}
	month := d.today.In(d.o.zone).AddDate(0, -1, 0)
	title := month.Format("Jan 2006") + " accounts"
	w := d.company("Fernhill Bakery Inc.", "1033", title, engagement.Monthly, 6, "Tom", p, ask{"Bank statement", "The month's statement.", d.due(-4)})
	d.then(w, 8, "8:20", func() {
		b, err := paper.BankStatement("First Hudson Bank", "2209", "Fernhill Bakery Inc.", month.Format("January 2006"), 9)
		w.tell(func() error { return err })
		w.answer("Bank statement", sent{"Statement.pdf", b})
	})
	d.then(w, 7, "9:20", func() { w.accept("Tom", "Bank statement") })
	d.then(w, 2, "10:20", func() {
		b, err := paper.Statement(title, "Fernhill Bakery Inc.", financials(2))
		w.file("Workpapers/Monthly accounts.pdf", b, err)
		w.assemble("Tom", title, "", true, nil, part{title, b, false})
	})
	d.then(w, 1, "16:00", func() { w.approve("Dana", title+" 1") })
}

// sandoval answers slowly: one to accept, one that cannot be found.
func (d *diary) sandoval() {
	p := &person{name: "Elena Sandoval", email: "elena@sandoval.example"}
	w := d.household("Elena Sandoval", "2011", 24, "Lena", p)
	d.then(w, 1, "11:06", func() {
		b, err := paper.Scan("1099-B", []string{"FORM 1099-B  FIDELITY", "Proceeds 48,212.90", "Cost basis 41,008.11"})
		w.tell(func() error { return err })
		w.answer("1099 forms", sent{"scan0007.pdf", b})
	})
	d.then(w, 1, "11:09", func() { w.cannotFind("Charitable gifts", "I think we gave less than $250 anyway.") })
}

// calloway asks something.
func (d *diary) calloway() {
	p := &person{name: "Jon Calloway", email: "jon@calloway.example"}
	w := d.household("Jon Calloway", "2034", 24, "Tom", p)
	d.then(w, 1, "9:44", func() { w.say("We moved to Vermont in June. Does that change what you need from me?") })
}

// tidewater sent files that nobody asked for.
func (d *diary) tidewater() {
	p := &person{name: "Sam Okoye", email: "sam@tidewater.example", title: "Treasurer"}
	w := d.company("Tidewater Charter Co.", "1120", d.o.year+" Form 1120-S", engagement.Form1120S, 13, "Tom", p)
	d.then(w, 1, "10:12", func() {
		b, err := paper.Invoice("Harbor Engines", "Tidewater Charter Co.", "Diesel engine, rebuilt", "June 3, "+d.o.year, 28400)
		w.tell(func() error { return err })
		w.sendUnasked(sent{"engine invoice.pdf", b})
	})
}

// grantham is done: signed, sealed, filed and complete.
func (d *diary) grantham() {
	p := &person{name: "Rose Grantham", email: "rose@grantham.example", title: "Director"}
	w := d.company("Grantham Holdings Inc.", "1015", d.o.year+" Form 1120-S", engagement.Form1120S, -8, "Lena", p)
	d.letter(w, p, 24)
	d.then(w, 23, "9:30", func() { w.approve("Dana", "Engagement letter 1") })
	d.then(w, 23, "9:35", func() { w.publish("Dana", "Engagement letter 1") })
	d.then(w, 22, "20:14", func() { w.sign("Engagement letter 1", "Rose Grantham") })
	d.then(w, 9, "10:30", func() {
		w.staffDo("Lena", engagement.FilingConfirmed, engagement.FilingBody{Authority: "IRS", Accepted: true, On: d.due(-9)}, nil)
	})
	d.then(w, 9, "10:31", func() { w.staffDo("Lena", engagement.EngagementCompleted, nil, nil) })
}

// rosewell is on hold and eastgate on extension.
func (d *diary) paused() {
	farm := &person{name: "Ann Rosewell", email: "ann@rosewell.example", title: "Partner"}
	w := d.company("Rosewell Farms", "1066", d.o.year+" Form 1065", engagement.Form1065, 13, "Lena", farm)
	d.then(w, 5, "11:00", func() {
		w.staffDo("Priya", engagement.StatusSet, engagement.StatusSetBody{To: engagement.OnHold}, engagement.WhyPrivate{Why: "Estate question with the lawyer"})
	})
	east := &person{name: "Victor Lund", email: "victor@eastgate.example", title: "General partner"}
	e := d.company("Eastgate Partners LP", "1088", d.o.year+" Form 1065", engagement.Form1065, 120, "Tom", east)
	d.then(e, 5, "11:30", func() {
		e.staffDo("Dana", engagement.StatusSet, engagement.StatusSetBody{To: engagement.OnExtension}, engagement.WhyPrivate{Why: "K-1s from two funds are late"})
	})
}

func (d *diary) company(name, code, title string, service engagement.Service, due int, preparer string, p *person, asks ...ask) *work {
	w := d.job(d.takeOn(engagement.Company, name, code, p), folderName(name), title, preparer, p)
	d.open(w, service, title, d.o.year, due, asks...)
	return w
}

func (d *diary) household(name, code string, due int, preparer string, p *person) *work {
	title := d.o.year + " Form 1040"
	w := d.job(d.takeOn(engagement.Person, name, code, p), name, title, preparer, p)
	d.open(w, engagement.Form1040, title, d.o.year, due)
	return w
}

// folderName drops the dot that Windows does not allow at a folder's end.
func folderName(client string) string {
	if n := len(client) - 1; client[n] == '.' {
		return client[:n]
	}
	return client
}

// letter assembles an engagement letter for the contact's signature.
func (d *diary) letter(w *work, p *person, daysAgo int) {
	d.then(w, daysAgo, "15:10", func() {
		b, boxes, err := paper.EngagementLetter(letterhead, w.name, "tax returns for "+d.o.year, p.name, p.title)
		w.file("Correspondence/Engagement letter.pdf", b, err)
		w.assemble(w.preparer, "Engagement letter", "", false, w.fields(boxes), part{"Engagement letter", b, false})
	})
}

// cover is why the partner sees what is Tom's: he is away, and she answers for
// him.
func (d *diary) cover() {
	d.on(1, "7:30", func() error {
		tom := d.o.staff["Tom"]
		return tom.do(d.ctx, fact{
			stream: engagement.FirmStream, kind: engagement.StaffAwaySet,
			body: engagement.StaffAwayBody{Staff: tom.id, Away: &engagement.Away{
				From: d.o.now, Until: d.today.Add(36 * time.Hour), Cover: d.o.staff["Dana"].id,
			}},
		})
	})
}
