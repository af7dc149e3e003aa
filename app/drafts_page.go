package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tieout/sync/engagement"
)

// queue lists drafts in a state, the person's own first, then the oldest.
func (a *App) queue(state engagement.DraftState) []DraftRow {
	rows := []DraftRow{}
	for _, c := range a.allCards() {
		for _, d := range c.Drafts {
			if d.State == state {
				row := a.draftRow(&c.Engagement, d)
				row.Strong = state == engagement.DraftIsApproved && owner(&c.Engagement) == a.id.Staff || state == engagement.DraftIsSubmitted && a.reviews(&c.Engagement)
				rows = append(rows, row)
			}
		}
	}
	slices.SortFunc(rows, func(x, y DraftRow) int {
		return cmp.Or(order(!x.Strong, !y.Strong), strings.Compare(x.Moment.At, y.Moment.At), strings.Compare(x.ID, y.ID))
	})
	return rows
}

func (a *App) reviewQueue() (DraftQueue, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return DraftQueue{Rows: a.queue(engagement.DraftIsSubmitted)}, nil
}

func (a *App) publishQueue() (DraftQueue, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return DraftQueue{Rows: a.queue(engagement.DraftIsApproved)}, nil
}

func (a *App) draftRows(e *engagement.Engagement) []DraftRow {
	rows := []DraftRow{}
	for _, d := range slices.Backward(e.Drafts) {
		rows = append(rows, a.draftRow(e, d))
	}
	return rows
}

func (a *App) draftRow(e *engagement.Engagement, d *engagement.Draft) DraftRow {
	row := DraftRow{
		ID: string(d.ID), Engagement: a.refOf(e), Number: d.Number, Title: d.Title, State: string(d.State), Pages: d.Pages,
		Open: d.Open(), Answered: answered(d), Moment: a.moment(d.At), Here: a.here(e.Client, d.Blob), Pending: a.waits(string(d.ID)),
	}
	switch d.State {
	case engagement.DraftIsSubmitted:
		row.Words, row.Moment = "in review", a.momentOf(d.Submitted)
	case engagement.DraftIsApproved:
		row.Words, row.Moment = "approved by "+a.inside(e, d.Approval.By), a.moment(d.Approval.At)
	case engagement.DraftIsReturned:
		row.Words = "returned: " + cmp.Or(d.Why, "see the notes")
	case engagement.DraftIsPublished:
		row.Words = "published"
	case engagement.DraftIsSuperseded:
		row.Words = "replaced"
	default:
		row.Words = "assembled by " + a.inside(e, d.By)
	}
	return row
}

// fetchTime is how long a page waits for bytes that are not here.
const fetchTime = 20 * time.Second

func (a *App) draftPage(id, draft string) (DraftPage, error) {
	a.mu.Lock()
	e, d, err := a.draft(id, draft)
	a.mu.Unlock()
	if err != nil {
		return DraftPage{}, err
	}
	ctx, cancel := context.WithTimeout(a.ctx, fetchTime)
	defer cancel()
	// Without the bytes the page still shows what is known, and says that they are not here.
	fetched := a.fetch(ctx, e.Client, d.Blob)
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, d, err = a.draft(id, draft); err != nil {
		return DraftPage{}, err
	}
	a.noteOpened(id)
	p := a.draftView(e, d)
	p.Here = fetched == nil
	p.OfflineOK = p.Here
	return p, nil
}

// draft finds a draft. The caller holds the lock.
func (a *App) draft(id, draft string) (*engagement.Engagement, *engagement.Draft, error) {
	e, err := a.engagement(id)
	if err != nil {
		return nil, nil, err
	}
	d := e.Draft(engagement.DraftID(draft))
	if d == nil {
		return nil, nil, failure(engagement.CodeMissing, "This draft is not here.", "It may not have arrived yet.")
	}
	return e, d, nil
}

func (a *App) draftView(e *engagement.Engagement, d *engagement.Draft) DraftPage {
	p := DraftPage{
		DraftRow: a.draftRow(e, d), URL: fileURL("draft", string(e.ID), string(d.ID)), Sum: string(d.Blob),
		Short: shortSum(string(d.Blob)), Size: sizeWords(d.Size), Parts: draftParts(d), Signers: a.draftSigners(e, d),
		InOrder: d.Plan.InOrder, Fields: []FieldBox{}, Notes: a.reviewNotes(e, d), Checks: a.draftChecks(e, d),
		Why: d.Why, Previous: string(d.Replaces), Final: d.Final, Efile: d.Efile(), Primary: a.draftPrimary(e, d),
	}
	for _, f := range d.Plan.Fields {
		p.Fields = append(p.Fields, FieldBox{
			ID: f.ID, Kind: string(f.Kind), Signer: string(f.Signer), Page: f.Page, X: f.X, Y: f.Y, W: f.W, H: f.H,
		})
	}
	if d.Approval != nil {
		p.Approval = "Approved by " + a.inside(e, d.Approval.By) + " at " + a.moment(d.Approval.At).Words
	}
	for _, other := range e.Drafts {
		if other.Replaces == d.ID {
			p.Newer = string(other.ID)
		}
	}
	p.Can = a.canDraft(e, d)
	return p
}

func draftParts(d *engagement.Draft) []DraftPart {
	parts := []DraftPart{}
	for i, part := range d.Parts {
		v := DraftPart{First: part.First, Pages: part.Pages, Copy: part.Copy, Efile: part.Efile}
		if i < len(d.PartNames) {
			v.Name = d.PartNames[i]
		}
		last := part.First + part.Pages - 1
		v.Words = fmt.Sprint(part.First)
		if last > part.First {
			v.Words = fmt.Sprintf("%d–%d", part.First, last)
		}
		v.Signs = slices.ContainsFunc(d.Plan.Fields, func(f engagement.Field) bool { return f.Page >= part.First && f.Page <= last })
		parts = append(parts, v)
	}
	return parts
}

func (a *App) draftSigners(e *engagement.Engagement, d *engagement.Draft) []DraftSigner {
	signers := []DraftSigner{}
	c := a.clientState(e.Client)
	for _, id := range d.Plan.Signers {
		s := DraftSigner{Person: a.contact(e.Client, id)}
		if c != nil && c.Contacts[id] != nil {
			s.Email, s.Active = c.Contacts[id].Email, c.Contacts[id].Active
		}
		for _, f := range d.Plan.Fields {
			if f.Signer == id {
				s.Fields++
			}
		}
		signers = append(signers, s)
	}
	return signers
}

func (a *App) reviewNotes(e *engagement.Engagement, d *engagement.Draft) []ReviewNote {
	notes := []ReviewNote{}
	for _, n := range d.Notes {
		v := ReviewNote{
			ID: string(n.ID), Number: n.Number, Page: n.Page, X: number(n.X), Y: number(n.Y), By: a.by(e.Client, n.By),
			Moment: a.moment(n.At), Text: n.Text, Settled: n.Settled, Answers: []NoteAnswer{}, Pending: a.waits(string(n.ID)),
		}
		for _, answer := range n.Answers {
			v.Answers = append(v.Answers, NoteAnswer{By: a.by(e.Client, answer.By), Moment: a.moment(answer.At), Text: answer.Text})
		}
		notes = append(notes, v)
	}
	return notes
}

// draftChecks is the checklist: only what was really computed.
func (a *App) draftChecks(e *engagement.Engagement, d *engagement.Draft) []Check {
	checks := []Check{}
	open := d.Open()
	notes := Check{Code: "notes", Words: "Review notes settled", State: "ok"}
	if open > 0 {
		notes.State, notes.Detail = "look", counted(open, "note", "notes")+" left"
	}
	checks = append(checks, notes, a.signerCheck(e, d))
	if form := d.Efile(); form != "" {
		c := Check{Code: "efile", Words: "Form " + form + " authorises e-filing", State: "look", Detail: "It cannot be signed remotely yet. Print, sign and photograph it, or sign it in the office."}
		if len(d.Plan.Signers) > 0 {
			c.State = "stop"
		}
		checks = append(checks, c)
	}
	if d.Approval != nil {
		checks = append(checks, Check{
			Code: "bytes", Words: "Exactly what " + a.inside(e, d.Approval.By) + " approved", State: "ok",
			Detail: upperFirst(draftName(d)) + ", " + counted(d.Pages, "page", "pages") + ", " + shortSum(string(d.Approval.Sum)) + ", " + a.moment(d.Approval.At).Words,
		})
	}
	return append(checks, Check{
		Code: "leaves", Words: "Only these " + counted(d.Pages, "page", "pages") + " leave the share", State: "ok", Detail: "Everything else in the work file stays private",
	})
}

func (a *App) signerCheck(e *engagement.Engagement, d *engagement.Draft) Check {
	c := Check{Code: "signers", Words: "Every signer has a field and can sign in", State: "ok"}
	if len(d.Plan.Signers) == 0 {
		c.Words = "Nothing to sign"
		return c
	}
	for _, s := range a.draftSigners(e, d) {
		if !s.Active {
			c.State, c.Detail = "stop", s.Name+" cannot sign in for this client any more"
		}
	}
	return c
}

func (a *App) canDraft(e *engagement.Engagement, d *engagement.Draft) []string {
	c := newCan()
	work := a.mayWork()
	live := d.State != engagement.DraftIsSuperseded && d.State != engagement.DraftIsPublished
	c.when(work && (d.State == engagement.DraftIsAssembled || d.State == engagement.DraftIsReturned), "submit-draft")
	c.when(a.may(engagement.Partner) && d.State == engagement.DraftIsSubmitted, "approve-draft")
	c.when(a.mayReview(e) && (d.State == engagement.DraftIsSubmitted || d.State == engagement.DraftIsApproved), "return-draft")
	c.when(a.may(engagement.Partner) && d.State == engagement.DraftIsApproved, "withdraw-approval")
	c.when(work && d.State == engagement.DraftIsApproved, "publish-draft")
	c.when(work && live, "discard-draft", "pin-note", "answer-note", "settle-note")
	return c
}

// draftPrimary is the act that moves a draft on, for this person.
func (a *App) draftPrimary(e *engagement.Engagement, d *engagement.Draft) Primary {
	id := string(d.ID)
	switch d.State {
	case engagement.DraftIsAssembled, engagement.DraftIsReturned:
		if a.mayWork() {
			return Primary{Code: "submit-draft", Label: "Send to review", Target: id}
		}
	case engagement.DraftIsSubmitted:
		switch {
		case a.may(engagement.Partner) && a.online():
			return Primary{Code: "approve-draft", Label: "Approve", Target: id}
		case a.may(engagement.Partner):
			return Primary{Code: "approve-draft", Label: "Approve, send later", Target: id}
		}
		return Primary{Code: "open-review", Label: "Open review", Target: id}
	case engagement.DraftIsApproved:
		if a.mayWork() {
			return Primary{Code: "publish-draft", Label: a.publishLabel(e, d), Target: id}
		}
	}
	return Primary{}
}

func (a *App) publishLabel(e *engagement.Engagement, d *engagement.Draft) string {
	var names []string
	for _, id := range d.Plan.Signers {
		names = append(names, a.contact(e.Client, id).First)
	}
	if len(names) == 0 {
		return "Publish"
	}
	return "Publish to " + list(names) + " for signature"
}
