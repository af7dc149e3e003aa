package engagement

import (
	"slices"
	"time"
)

// Kinds about deliverables.
const (
	DeliverablePublished Kind = "deliverable.published"
	DeliverableViewed    Kind = "deliverable.viewed"
	DeliverableWithdrawn Kind = "deliverable.withdrawn"
	DeliverableSealed    Kind = "deliverable.sealed"
	SignatureReminded    Kind = "signature.reminded"
	SignatureConsented   Kind = "signature.consented"
	SignatureGiven       Kind = "signature.given"
	SignatureDeclined    Kind = "signature.declined"
)

// DeliverableState is where a deliverable stands.
type DeliverableState string

// The states of a deliverable.
const (
	IsOut       DeliverableState = "out"       // waits for at least one signature
	IsDelivered DeliverableState = "delivered" // nothing to sign
	IsSigned    DeliverableState = "signed"    // all signed, the seal follows
	IsSealed    DeliverableState = "sealed"
	IsDeclined  DeliverableState = "declined"
	IsTakenBack DeliverableState = "withdrawn"
	IsReplaced  DeliverableState = "replaced"
)

// Deliverable is a published package: exactly the bytes a partner approved.
type Deliverable struct {
	ID       DeliverableID    `json:"id"`
	Draft    DraftID          `json:"draft"`
	Title    string           `json:"title"`
	Note     string           `json:"note,omitempty"`
	State    DeliverableState `json:"state"`
	Blob     BlobRef          `json:"blob"`
	Size     int64            `json:"size"`
	Pages    int              `json:"pages"`
	Plan     Plan             `json:"plan"`
	To       []ContactID      `json:"to"`
	Final    bool             `json:"final,omitempty"`
	Replaces DeliverableID    `json:"replaces,omitempty"`
	By       Actor            `json:"by"`
	At       time.Time        `json:"at"`
	Event    EventID          `json:"event"`
	Approval EventID          `json:"approval"` // the partner's approval of these bytes
	Seq      uint64           `json:"seq,omitempty"`
	Views    []View           `json:"views,omitempty"`
	// Reminded is when whoever signs next was last reminded, Reminders how often.
	Reminded  *time.Time  `json:"reminded,omitempty"`
	Reminders int         `json:"reminders,omitempty"`
	Consents  []Consent   `json:"consents,omitempty"`
	Signed    []Signature `json:"signed,omitempty"`
	Declined  *Decline    `json:"declined,omitempty"`
	Ended     *time.Time  `json:"ended,omitempty"` // withdrawn or replaced
	Why       string      `json:"why,omitempty"`
	Seal      *Sealed     `json:"seal,omitempty"`
	Placed    *Placed     `json:"placed,omitempty"`
	// Trail is the events that the certificate prints, in order.
	Trail []EventID `json:"trail"`
}

// Consent is a contact's agreement to sign electronically (15 U.S.C. 7001(c)).
type Consent struct {
	By      ContactID `json:"by"`
	At      time.Time `json:"at"`
	Text    Digest    `json:"text"`
	Version string    `json:"version"`
	Event   EventID   `json:"event"`
}

// Signature is one contact's signature: all of their marks at once.
type Signature struct {
	By    ContactID `json:"by"`
	At    time.Time `json:"at"`
	Name  string    `json:"name"`
	Title string    `json:"title,omitempty"`
	Ink   []Stroke  `json:"ink,omitempty"` // drawn; otherwise the name is the mark
	Via   *Via      `json:"via,omitempty"`
	Event EventID   `json:"event"`
}

// Stroke is one line of a drawn signature, points in a unit square from the
// upper left: x0, y0, x1, y1, …
type Stroke []float64

// Decline is a contact's refusal to sign.
type Decline struct {
	By  ContactID `json:"by"`
	At  time.Time `json:"at"`
	Why string    `json:"why,omitempty"`
}

// Sealed is the finished file: approved bytes, marks and certificate, seal.
type Sealed struct {
	Blob     BlobRef   `json:"blob"`
	Size     int64     `json:"size"`
	Pages    int       `json:"pages"`
	Evidence Digest    `json:"evidence"` // of the record embedded in the PDF
	At       time.Time `json:"at"`
	Event    EventID   `json:"event"`
	Seq      uint64    `json:"seq,omitempty"`
}

// AwaitsSignature says that somebody still has to sign.
func (d *Deliverable) AwaitsSignature() bool { return d.State == IsOut }

// FinalDone says that the work's last deliverable is with the client.
func (d *Deliverable) FinalDone() bool {
	return d.Final && (d.State == IsSealed || d.State == IsSigned || d.State == IsDelivered)
}

// Live says that the client still sees it.
func (d *Deliverable) Live() bool { return d.State != IsTakenBack && d.State != IsReplaced }

// HasSigned says whether the contact has signed.
func (d *Deliverable) HasSigned(c ContactID) bool {
	return slices.ContainsFunc(d.Signed, func(s Signature) bool { return s.By == c })
}

// Next lists who can sign now: the first outstanding signer of an ordered plan,
// or all who are outstanding.
func (d *Deliverable) Next() []ContactID {
	next := []ContactID{}
	if d.State != IsOut {
		return next
	}
	for _, c := range d.Plan.Signers {
		if d.HasSigned(c) {
			continue
		}
		next = append(next, c)
		if d.Plan.InOrder {
			break
		}
	}
	return next
}

// ConsentOf finds a contact's consent, or nil.
func (d *Deliverable) ConsentOf(c ContactID) *Consent {
	for i := range d.Consents {
		if d.Consents[i].By == c {
			return &d.Consents[i]
		}
	}
	return nil
}

// Deliverable finds a deliverable by id, or nil.
func (e *Engagement) Deliverable(id DeliverableID) *Deliverable {
	for _, d := range e.Deliverables {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// For says whether the deliverable was sent to the contact. Other contacts of
// the same client do not see it.
func (d *Deliverable) For(c ContactID) bool { return slices.Contains(d.To, c) }

// PublishedBody is the body of deliverable.published.
type PublishedBody struct {
	Deliverable DeliverableID `json:"deliverable"`
	Draft       DraftID       `json:"draft"`
	Approval    EventID       `json:"approval"`
	Replaces    DeliverableID `json:"replaces,omitempty"`
	Blob        BlobRef       `json:"blob"`
	Size        int64         `json:"size"`
	Pages       int           `json:"pages"`
	Plan        Plan          `json:"plan"`
	To          []ContactID   `json:"to"`
	Final       bool          `json:"final,omitempty"`
}

// PublishedPrivate is the private part of deliverable.published.
type PublishedPrivate struct {
	Title string `json:"title"`
	Note  string `json:"note,omitempty"`
}

func deliverablePublished(a *act, b *PublishedBody, p *PublishedPrivate) Refusal {
	switch {
	case b.Deliverable == "" || !b.Blob.valid() || b.Size <= 0 || b.Pages < 1 || a.blank(p.Title):
		return malformed("a deliverable needs a title and its bytes")
	case a.eng.Deliverable(b.Deliverable) != nil:
		return exists("This deliverable")
	case b.Replaces != "" && a.eng.Deliverable(b.Replaces) == nil:
		return missing("The deliverable this one replaces")
	}
	if r := a.mayReceive(b); !r.OK() {
		return r
	}
	if r := a.mayPublish(b); !r.OK() {
		return r
	}
	a.replace(b)
	d := &Deliverable{
		ID: b.Deliverable, Draft: b.Draft, Title: p.Title, Note: p.Note, State: IsOut, Blob: b.Blob,
		Size: b.Size, Pages: b.Pages, Plan: b.Plan, To: b.To, Final: b.Final, Replaces: b.Replaces,
		By: a.By, At: a.When(), Event: a.ID, Approval: b.Approval, Seq: a.Seq, Trail: []EventID{a.ID},
	}
	if len(b.Plan.Signers) == 0 {
		d.State = IsDelivered
	}
	a.eng.Deliverables = append(a.eng.Deliverables, d)
	a.note(string(d.ID))
	return accepted
}

// mayReceive says whether the deliverable goes to contacts who are there, and
// to everybody who signs it.
func (a *act) mayReceive(b *PublishedBody) Refusal {
	for i, c := range b.To {
		switch {
		case slices.Contains(b.To[:i], c):
			return malformed("a contact is named twice")
		case a.client != nil && !a.client.Serves(c):
			return missing("A contact this goes to")
		}
	}
	for _, c := range b.Plan.Signers {
		if !slices.Contains(b.To, c) {
			return malformed("somebody who signs does not receive it")
		}
	}
	if len(b.To) == 0 {
		return malformed("a deliverable needs somebody to go to")
	}
	if wrong := b.Plan.valid(b.Pages); wrong != "" {
		return malformed(wrong)
	}
	return accepted
}

// mayPublish holds the approval against the bytes (SPEC H6). The portal's fold
// has no drafts: what reaches it was checked by the relay.
func (a *act) mayPublish(b *PublishedBody) Refusal {
	if a.eng.SharedOnly {
		return accepted
	}
	draft, r := a.current(b.Draft)
	switch {
	case !r.OK():
		return r
	case draft.State != DraftIsApproved || draft.Approval.Event != b.Approval:
		return Refusal{CodeNotApproved, "This draft has no standing approval.", "Nothing was sent. A partner has to approve it again."}
	case !draft.Approval.Sum.Names(b.Blob) || draft.Size != b.Size || draft.Approval.Pages != b.Pages || draft.Approval.Plan != b.Plan.Digest():
		return Refusal{CodeNotApproved, "These are not the bytes that were approved.", "Nothing was sent. A partner has to approve it again."}
	case draft.Efile() != "" && len(b.Plan.Signers) > 0:
		return Refusal{
			CodeEfile,
			"Form " + draft.Efile() + " authorises e-filing and cannot be signed remotely yet.",
			"Let the client print, sign and photograph it, or sign it in your office.",
		}
	}
	return accepted
}

// replace ends what the new deliverable takes the place of: its draft's wait,
// and the deliverable it replaces, unless everybody signed that one. A signed
// document stays what it is, and the new one stands beside it.
func (a *act) replace(b *PublishedBody) {
	if draft := a.eng.Draft(b.Draft); draft != nil {
		draft.State = DraftIsPublished
	}
	old := a.eng.Deliverable(b.Replaces)
	if old == nil || old.State == IsSigned || old.State == IsSealed || !old.Live() {
		return
	}
	at := a.When()
	old.State, old.Ended = IsReplaced, &at
}

// DeliverableRef is the body of kinds that name a deliverable and the bytes
// that were in front of the person.
type DeliverableRef struct {
	Deliverable DeliverableID `json:"deliverable"`
	Sum         Digest        `json:"sum,omitempty"`
}

// live finds a deliverable the client still sees.
func (a *act) live(id DeliverableID) (*Deliverable, Refusal) {
	d := a.eng.Deliverable(id)
	switch {
	case d == nil:
		return nil, missing("This document")
	case d.State == IsReplaced:
		return nil, Refusal{CodeSuperseded, "Your accountant sent a corrected version.", "Start again with that one."}
	case d.State == IsTakenBack:
		return nil, Refusal{CodeNotOpen, "Your accountant took this document back.", "There is nothing you need to do."}
	}
	return d, accepted
}

func deliverableViewed(a *act, b *DeliverableRef, _ *ViaPrivate) Refusal {
	d, r := a.live(b.Deliverable)
	switch {
	case !r.OK():
		return r
	case !d.For(a.By.Contact()):
		return missing("This document")
	case b.Sum != "" && !b.Sum.Names(d.Blob):
		return Refusal{CodeSuperseded, "This is not the document you were sent.", "Open it again."}
	}
	for _, v := range d.Views {
		if v.By == a.By {
			return notOpen("This was opened before.")
		}
	}
	d.Views = append(d.Views, View{By: a.By, At: a.When()})
	d.Trail = append(d.Trail, a.ID)
	a.note(string(d.ID))
	return accepted
}

func deliverableWithdrawn(a *act, b *DeliverableRef, p *WhyPrivate) Refusal {
	d, r := a.live(b.Deliverable)
	switch {
	case !r.OK():
		return r
	case d.State == IsSealed || d.State == IsSigned:
		return notOpen("This was signed by everybody and cannot be taken back.")
	}
	at := a.When()
	d.State, d.Ended, d.Why = IsTakenBack, &at, p.Why
	a.note(string(d.ID))
	return accepted
}
