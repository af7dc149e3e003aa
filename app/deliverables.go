package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/sync/engagement"
)

// DeliverableRow is a published package. State is "out", "delivered", "signed", "sealed", "declined",
// "withdrawn" or "replaced".
type DeliverableRow struct {
	ID      string      `json:"id"`
	Draft   string      `json:"draft"`
	Title   string      `json:"title"`
	State   string      `json:"state"`
	Words   string      `json:"words"` // "1 of 2 signed · opened 9:40 AM"
	Moment  Moment      `json:"moment"`
	Pages   int         `json:"pages"`
	Signers []SignerRow `json:"signers"`
	URL     string      `json:"url"`   // the newest bytes: sealed when there is a seal
	Filed   string      `json:"filed"` // where the signed copy lies in the work file: RevealFile shows it
	Why     string      `json:"why"`
	Pending bool        `json:"pending"`
	Can     []string    `json:"can"` // remind-signer, withdraw-deliverable, view, open-folder
}

// SignerRow says where one signer stands. State is "signed", "declined", "next" or "later".
type SignerRow struct {
	Person
	State string `json:"state"`
	Words string `json:"words"` // "signed 2:41 PM", "opened yesterday", "not opened"
}

// PublishSheet is the last look before a package leaves: exactly what was approved, to whom.
type PublishSheet struct {
	Draft      DraftPage `json:"draft"`
	Recipients []Person  `json:"recipients"` // who can get it
	To         []string  `json:"to"`         // who gets it unless changed: signers, else everybody
	Replaces   []Choice  `json:"replaces"`   // live deliverables it could replace
	Checks     []Check   `json:"checks"`
	Label      string    `json:"label"` // "Publish to Ines for signature"
	Explain    string    `json:"explain"`
	Stop       string    `json:"stop"`  // why it cannot be published, or ""
	Print      bool      `json:"print"` // print, sign and photograph is offered instead
}

// PublishOrder publishes an approved draft.
type PublishOrder struct {
	Engagement string   `json:"engagement"`
	Draft      string   `json:"draft"`
	To         []string `json:"to"`
	Note       string   `json:"note"`
	Replaces   string   `json:"replaces"`
}

// PublishQueue lists approved drafts that nobody has published.
func (a *App) PublishQueue() (q DraftQueue, err error) {
	defer guard("PublishQueue", &err)
	return a.publishQueue()
}

// PublishSheet shows what would be sent.
func (a *App) PublishSheet(engagement, draft string) (s PublishSheet, err error) {
	defer guard("PublishSheet", &err)
	return a.publishSheet(engagement, draft)
}

// PublishDraft sends exactly the approved bytes. Behind an approval that still waits here, it queues as
// a second act that is refused with the first.
func (a *App) PublishDraft(p PublishOrder) (o Outcome, err error) {
	defer guard("PublishDraft", &err)
	return a.publishDraft(p)
}

// RemindSigner has the relay write to the signers whose turn it is. It is refused when the client was
// reminded of this work less than a day ago, and while reminders to them are paused.
func (a *App) RemindSigner(engagement, deliverable string) (o Outcome, err error) {
	defer guard("RemindSigner", &err)
	return a.remindSigner(engagement, deliverable)
}

// WithdrawDeliverable takes a package back that is not fully signed.
func (a *App) WithdrawDeliverable(engagement, deliverable, why string) (o Outcome, err error) {
	defer guard("WithdrawDeliverable", &err)
	return a.withdrawDeliverable(engagement, deliverable, why)
}

func (a *App) deliverableRows(e *engagement.Engagement) []DeliverableRow {
	rows := []DeliverableRow{}
	for _, d := range slices.Backward(e.Deliverables) {
		row := DeliverableRow{
			ID: string(d.ID), Draft: string(d.Draft), Title: d.Title, State: string(d.State), Words: a.deliverableWords(e, d),
			Moment: a.moment(d.At), Pages: d.Pages, Signers: a.signerRows(e, d), Why: d.Why,
			URL: fileURL("deliverable", string(e.ID), string(d.ID)), Pending: a.waits(string(d.ID)),
		}
		if d.Placed != nil {
			row.Filed = d.Placed.Path
		}
		if d.Declined != nil {
			row.Why = d.Declined.Why
		}
		c := newCan()
		c.when(a.mayWork() && d.AwaitsSignature(), "remind-signer")
		c.when(a.mayWork() && d.Live() && d.State != engagement.IsSealed && d.State != engagement.IsSigned, "withdraw-deliverable")
		c.when(true, "view")
		c.when(d.Placed != nil, "open-folder")
		row.Can = c
		rows = append(rows, row)
	}
	return rows
}

func (a *App) deliverableWords(e *engagement.Engagement, d *engagement.Deliverable) string {
	switch d.State {
	case engagement.IsOut:
		words := fmt.Sprintf("%d of %d signed", len(d.Signed), len(d.Plan.Signers))
		if n := len(d.Views); n > 0 {
			words += " · opened " + a.moment(d.Views[n-1].At).Words
		} else {
			words += " · not opened"
		}
		if d.Reminded != nil {
			words += " · reminded " + a.moment(*d.Reminded).Words
		}
		return words
	case engagement.IsDelivered:
		if n := len(d.Views); n > 0 {
			return "delivered · opened " + a.moment(d.Views[n-1].At).Words
		}
		return "delivered · not opened"
	case engagement.IsSigned:
		return "signed, the seal follows"
	case engagement.IsSealed:
		return "sealed " + a.moment(d.Seal.At).Words
	case engagement.IsDeclined:
		return a.contact(e.Client, d.Declined.By).First + " declined to sign"
	case engagement.IsTakenBack:
		return "taken back " + a.momentOf(d.Ended).Words
	}
	return "replaced " + a.momentOf(d.Ended).Words
}

func (a *App) signerRows(e *engagement.Engagement, d *engagement.Deliverable) []SignerRow {
	rows := []SignerRow{}
	next := d.Next()
	for _, id := range d.Plan.Signers {
		row := SignerRow{Person: a.contact(e.Client, id), State: "later", Words: "not opened"}
		if slices.Contains(next, id) {
			row.State = "next"
		}
		for _, v := range d.Views {
			if v.By.Contact() == id {
				row.Words = "opened " + a.moment(v.At).Words
			}
		}
		for _, s := range d.Signed {
			if s.By == id {
				row.State, row.Words = "signed", "signed "+a.moment(s.At).Words
			}
		}
		if d.Declined != nil && d.Declined.By == id {
			row.State, row.Words = "declined", "declined "+a.moment(d.Declined.At).Words
		}
		rows = append(rows, row)
	}
	return rows
}

func (a *App) publishSheet(id, draft string) (PublishSheet, error) {
	page, err := a.draftPage(id, draft)
	if err != nil {
		return PublishSheet{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	e, d, err := a.draft(id, draft)
	if err != nil {
		return PublishSheet{}, err
	}
	s := PublishSheet{
		Draft: page, Recipients: a.contacts(e.Client), To: []string{}, Replaces: []Choice{}, Checks: page.Checks,
		Label: a.publishLabel(e, d), Stop: publishStop(d), Print: d.Efile() != "",
	}
	for _, c := range d.Plan.Signers {
		s.To = append(s.To, string(c))
	}
	if len(s.To) == 0 {
		for _, p := range s.Recipients {
			s.To = append(s.To, p.ID)
		}
	}
	for _, old := range e.Deliverables {
		if old.Live() && old.Seal == nil {
			s.Replaces = append(s.Replaces, Choice{ID: string(old.ID), Label: old.Title, Detail: a.deliverableWords(e, old)})
		}
	}
	s.Explain = "Sends exactly the approved " + counted(d.Pages, "page", "pages") + " and tells " + cmp.Or(list(a.firstNames(e, s.To)), "nobody yet") + "."
	if later := a.laterFiles(); later != "" {
		s.Explain += " It goes out " + later + ", after the approval."
	}
	return s, nil
}

func (a *App) firstNames(e *engagement.Engagement, contacts []string) []string {
	var names []string
	for _, id := range contacts {
		names = append(names, a.contact(e.Client, engagement.ContactID(id)).First)
	}
	return names
}

// publishStop says why a draft cannot be published, before the rules are asked.
func publishStop(d *engagement.Draft) string {
	switch {
	case d.State != engagement.DraftIsApproved:
		return "This draft has no standing approval."
	case d.Efile() != "" && len(d.Plan.Signers) > 0:
		return "Form " + d.Efile() + " authorises e-filing and cannot be signed remotely yet. Let the client print, sign and photograph it, or sign it in your office."
	}
	return ""
}

// publishDraft sends exactly the approved bytes, as a second act after an approval that waits here
// (SPEC H7).
func (a *App) publishDraft(p PublishOrder) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, e, d, err := a.aboutDraft(p.Engagement, p.Draft, "Publish", "publish-draft")
	if err != nil {
		return Outcome{}, err
	}
	if d.Approval == nil {
		return Outcome{}, engagement.Refusal{Code: engagement.CodeNotApproved, Message: "This draft has no standing approval.", Hint: "Nothing was sent. A partner has to approve it first."}
	}
	body := engagement.PublishedBody{
		Deliverable: engagement.DeliverableID(a.newID()), Draft: d.ID, Approval: d.Approval.Event,
		Replaces: engagement.DeliverableID(p.Replaces), Blob: d.Blob, Size: d.Size, Pages: d.Pages, Plan: d.Plan, Final: d.Final,
	}
	for _, c := range p.To {
		body.To = append(body.To, engagement.ContactID(c))
	}
	o, err := a.doLocked(t, "Published to "+list(a.firstNames(e, p.To)), on(p.Engagement, engagement.DeliverablePublished, body,
		engagement.PublishedPrivate{Title: d.Title, Note: strings.TrimSpace(p.Note)}))
	o.ID = string(body.Deliverable)
	return o, err
}

// remindSigner has the relay write to whoever signs next. The rules say whether it may be: once a day,
// and only while somebody has to sign.
func (a *App) remindSigner(id, deliverable string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	names, body := "the signers", engagement.DeliverableRef{Deliverable: engagement.DeliverableID(deliverable)}
	if d := e.Deliverable(body.Deliverable); d != nil {
		names = cmp.Or(a.nextSigners(e, d), names)
	}
	o, err := a.doLocked(act{Words: "Remind " + names + " to sign"}, upperFirst(names)+" reminded to sign", on(id, engagement.SignatureReminded, body, nil))
	o.ID = deliverable
	return o, err
}

func (a *App) withdrawDeliverable(id, deliverable, why string) (Outcome, error) {
	return a.do(act{Words: "Take a package back"}, "Taken back", on(id, engagement.DeliverableWithdrawn,
		engagement.DeliverableRef{Deliverable: engagement.DeliverableID(deliverable)}, engagement.WhyPrivate{Why: strings.TrimSpace(why)}))
}
