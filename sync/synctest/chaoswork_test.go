package synctest

import (
	"errors"
	"fmt"
	"slices"

	"tieout/app"
	"tieout/sync/engagement"
)

// The acts of a random life that are about requests and packages to sign, and what must be true at its end.

func isProblem(err error) bool {
	var p *Problem
	return errors.As(err, &p)
}

func (c *chaos) ask() {
	c.n++
	if d := c.desk(); d.program != nil {
		c.note("%s asks for more", d.Name)
		_, err := d.App.AskRequests(d.at().ID, []app.RequestDraft{{Title: fmt.Sprintf("Document %d", c.n)}})
		c.expected(err)
	}
}

func (c *chaos) accept() {
	d := c.desk()
	if d.program == nil {
		return
	}
	p, err := d.page()
	c.expected(err)
	for _, r := range p.Requests {
		switch {
		case r.State != "answered":
		case c.r.IntN(2) == 0:
			c.note("%s accepts %s", d.Name, r.Title)
			_, err = d.App.AcceptRequest(d.at().ID, r.ID)
		default:
			c.note("%s returns %s", d.Name, r.Title)
			_, err = d.App.ReturnRequest(d.at().ID, r.ID, "unreadable", "")
		}
		c.expected(err)
	}
}

func (c *chaos) assemble() {
	if d := c.desk(); d.program != nil {
		c.assembleIn(d)
	}
}

func (c *chaos) assembleIn(d *Desk) {
	c.n++
	rel := fmt.Sprintf("Working papers/return %d.pdf", c.n)
	d.Save(rel, c.content())
	p, err := d.page()
	c.expected(err)
	replaces := ""
	if len(p.Drafts) > 0 && p.Drafts[0].State != "published" {
		replaces = p.Drafts[0].ID
	}
	who := map[bool]string{true: "ruth", false: "otis"}[c.people[0].work.ID == d.at().ID]
	id, err := d.TryAssemble(Package{Title: fmt.Sprintf("Return %d", c.n), Parts: []string{rel}, Signer: who, Replaces: replaces})
	c.note("%s assembles draft %s: %v", d.Name, id, err)
	c.expected(err)
}

// advance brings one package a step further, as far as Dana's desk knows.
func (c *chaos) advance() {
	d := c.w.desks["dana"].In(c.anyWork())
	if d.program == nil {
		return
	}
	p, err := d.page()
	c.expected(err)
	switch {
	case slices.ContainsFunc(p.Deliverables, func(r app.DeliverableRow) bool { return r.State == "out" }):
		c.signs(c.people[slices.IndexFunc(c.people, func(p *person) bool { return p.work.ID == d.at().ID })])
	case slices.ContainsFunc(p.Drafts, func(r app.DraftRow) bool { return r.State == "approved" }):
		c.publishIn(d)
	case slices.ContainsFunc(p.Drafts, func(r app.DraftRow) bool { return r.State == "submitted" }):
		c.approveIn(d)
	default:
		c.assembleIn(d)
	}
}

func (c *chaos) approve() {
	if d := c.w.desks["dana"].In(c.anyWork()); d.program != nil {
		c.approveIn(d)
	}
}

func (c *chaos) approveIn(d *Desk) {
	p, err := d.page()
	c.expected(err)
	for _, row := range p.Drafts {
		if row.State != "submitted" {
			continue
		}
		page, err := d.App.Draft(d.at().ID, row.ID)
		if err == nil {
			_, err = d.App.ApproveDraft(d.at().ID, row.ID, page.Sum, true)
		}
		c.note("dana approves %s: %v", row.ID, err)
		c.expected(err)
	}
}

func (c *chaos) publish() {
	if d := c.w.desks["dana"].In(c.anyWork()); d.program != nil {
		c.publishIn(d)
	}
}

func (c *chaos) publishIn(d *Desk) {
	p, err := d.page()
	c.expected(err)
	for _, row := range p.Drafts {
		if row.State != "approved" {
			continue
		}
		sheet, err := d.App.PublishSheet(d.at().ID, row.ID)
		if err == nil && sheet.Stop == "" {
			_, err = d.App.PublishDraft(app.PublishOrder{Engagement: d.at().ID, Draft: row.ID, To: sheet.To})
		}
		c.note("dana publishes %s: %v", row.ID, err)
		c.expected(err)
	}
}

func (c *chaos) sign() { c.signs(c.anyPerson()) }

// signs is a client signing everything that waits for them.
func (c *chaos) signs(p *person) {
	c.note("%s signs what there is", p.Name)
	p.todo <- func(p *person) {
		f, err := p.documents()
		for _, doc := range f.Office {
			if doc.Deliverable != "" && err == nil {
				err = p.trySign(string(doc.Deliverable))
				if isProblem(err) {
					err = nil // it was replaced or taken back meanwhile
				}
			}
		}
		p.took(err, func() {})
	}
}

// holds is what must be true beside what is true at every rest: everything that somebody was promised.
func (c *chaos) holds(x *Witness) {
	c.t.Helper()
	texts, uploads := map[string]int{}, map[string]int{}
	signed := 0
	for _, e := range x.office.E {
		for _, m := range e.Messages {
			texts[m.Text]++
		}
		for _, d := range e.Documents.All() {
			if d.Lane == engagement.FromClient {
				uploads[string(d.Latest().Blob)]++
			}
		}
		for _, d := range e.Deliverables {
			if d.Seal != nil {
				signed++
			}
			if a := e.Draft(d.Draft); a == nil || a.Blob != d.Blob {
				c.t.Errorf("seed %d: %s has other bytes than its draft", c.w.seed, d.Title)
			}
		}
	}
	promised := slices.Clone(c.said)
	for _, p := range c.people {
		promised = append(promised, p.wrote...)
		for _, err := range p.failed {
			c.t.Errorf("seed %d: %s had no answer: %v", c.w.seed, p.Name, err)
		}
		for sum := range p.sent {
			if uploads[sum] != 1 {
				c.t.Errorf("seed %d: an upload of %s with a receipt is there %d times", c.w.seed, p.Name, uploads[sum])
			}
		}
	}
	for _, text := range promised {
		if texts[text] != 1 {
			c.t.Errorf("seed %d: %q is there %d times", c.w.seed, text, texts[text])
		}
	}
	for text, n := range texts {
		if n != 1 {
			c.t.Errorf("seed %d: %q is there %d times", c.w.seed, text, n)
		}
	}
	c.t.Logf("seed %d: %d events, %d uploads, %d messages, %d sealed", c.w.seed, len(x.events), len(uploads), len(texts), signed)
}
