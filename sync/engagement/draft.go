package engagement

import (
	"encoding/json"
	"strings"
	"time"
)

// Kinds about drafts and their review.
const (
	DraftAssembled    Kind = "draft.assembled"
	DraftSubmitted    Kind = "draft.submitted" // sent to review
	DraftReturned     Kind = "draft.returned"
	DraftApproved     Kind = "draft.approved"
	ApprovalWithdrawn Kind = "approval.withdrawn"
	DraftDiscarded    Kind = "draft.discarded"
	NotePinned        Kind = "review_note.pinned"
	NoteAnswered      Kind = "review_note.answered"
	NoteSettled       Kind = "review_note.settled"
)

// FieldKind is what a field takes.
type FieldKind string

// The kinds of fields.
const (
	SignatureField FieldKind = "signature"
	DateField      FieldKind = "date"
	InitialsField  FieldKind = "initials"
	CheckboxField  FieldKind = "checkbox"
)

// Field is a place for a signer's mark: a rectangle in PDF user space (points,
// origin at the lower left of the page as stored) on a 1-based page.
type Field struct {
	ID     string    `json:"id"`
	Kind   FieldKind `json:"kind"`
	Signer ContactID `json:"signer"`
	Page   int       `json:"page"`
	X      float64   `json:"x"`
	Y      float64   `json:"y"`
	W      float64   `json:"w"`
	H      float64   `json:"h"`
}

// Plan is who signs a package, where, and whether in the order listed.
type Plan struct {
	Signers []ContactID `json:"signers"`
	InOrder bool        `json:"inOrder,omitempty"`
	Fields  []Field     `json:"fields"`
}

// Digest is the SHA-256 of the plan's canonical form, which is its JSON with
// the fields of this type in this order.
func (p Plan) Digest() Digest {
	if p.Signers == nil {
		p.Signers = []ContactID{}
	}
	if p.Fields == nil {
		p.Fields = []Field{}
	}
	b, err := json.Marshal(p)
	if err != nil {
		return "" // only NaN or Inf in a rectangle: valid refuses those plans
	}
	return DigestOf(b)
}

// valid says what is wrong with the plan for a package of so many pages, or "".
func (p Plan) valid(pages int) string {
	signs := map[ContactID]bool{}
	for _, s := range p.Signers {
		if s == "" || signs[s] {
			return "a signer is named twice"
		}
		signs[s] = false
	}
	ids := map[string]bool{}
	for _, f := range p.Fields {
		if _, ok := signs[f.Signer]; !ok {
			return "a field belongs to nobody who signs"
		}
		if f.ID == "" || ids[f.ID] || f.Page < 1 || f.Page > pages || !(f.W > 0) || !(f.H > 0) {
			return "a field has no place on a page"
		}
		ids[f.ID] = true
		if f.Kind == SignatureField {
			signs[f.Signer] = true
		}
	}
	for _, has := range signs {
		if !has {
			return "a signer has no signature field"
		}
	}
	if p.Digest() == "" {
		return "a field has no place on a page"
	}
	return ""
}

// Part is one piece of a package, in order.
type Part struct {
	Sum   Digest `json:"sum"`
	Pages int    `json:"pages"`
	First int    `json:"first"` // its first page in the package, from 1
	Copy  bool   `json:"copy,omitempty"`
	// Efile is the IRS e-file authorisation the part was recognised as, such as
	// "8879", or empty. Such a package is refused for remote signature: IRS
	// Publication 1345 asks for identity proofing that Tieout does not have yet.
	Efile string `json:"efile,omitempty"`
}

// DraftState is where a draft stands.
type DraftState string

// The states of a draft.
const (
	DraftIsAssembled  DraftState = "assembled"
	DraftIsSubmitted  DraftState = "submitted"
	DraftIsReturned   DraftState = "returned"
	DraftIsApproved   DraftState = "approved"
	DraftIsPublished  DraftState = "published"
	DraftIsSuperseded DraftState = "superseded"
)

// Draft is an assembled package: bytes, and what will be signed where.
type Draft struct {
	ID        DraftID       `json:"id"`
	Number    int           `json:"number"` // draft 1, draft 2 … of the engagement
	Title     string        `json:"title"`
	State     DraftState    `json:"state"`
	Blob      BlobRef       `json:"blob"`
	Size      int64         `json:"size"`
	Pages     int           `json:"pages"`
	Plan      Plan          `json:"plan"`
	Parts     []Part        `json:"parts"`
	PartNames []string      `json:"partNames,omitempty"`
	Final     bool          `json:"final,omitempty"` // its signature or delivery completes the work
	Replaces  DraftID       `json:"replaces,omitempty"`
	By        Actor         `json:"by"`
	At        time.Time     `json:"at"`
	Submitted *time.Time    `json:"submitted,omitempty"`
	Approval  *Approval     `json:"approval,omitempty"`
	Why       string        `json:"why,omitempty"` // why it was returned
	Notes     []*ReviewNote `json:"notes,omitempty"`
}

// Approval binds a partner to exact bytes and an exact field plan (SPEC H6).
type Approval struct {
	By    Actor     `json:"by"`
	At    time.Time `json:"at"`
	Sum   Digest    `json:"sum"`
	Pages int       `json:"pages"`
	Plan  Digest    `json:"plan"`
	Event EventID   `json:"event"`
	// Seq is 0 while the approval waits on the partner's computer.
	Seq uint64 `json:"seq,omitempty"`
}

// ReviewNote is pinned to a place on a page.
type ReviewNote struct {
	ID      NoteID       `json:"id"`
	Number  int          `json:"number"`
	Page    int          `json:"page"`
	X       float64      `json:"x"`
	Y       float64      `json:"y"`
	By      Actor        `json:"by"`
	At      time.Time    `json:"at"`
	Text    string       `json:"text"`
	Answers []NoteAnswer `json:"answers,omitempty"`
	Settled bool         `json:"settled,omitempty"`
}

// NoteAnswer is one reply under a review note.
type NoteAnswer struct {
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Open is how many notes are not settled.
func (d *Draft) Open() int {
	n := 0
	for _, note := range d.Notes {
		if !note.Settled {
			n++
		}
	}
	return n
}

// InReview says that a reviewer holds the draft.
func (d *Draft) InReview() bool { return d.State == DraftIsSubmitted }

// ReadyToPublish says that a standing approval waits for publishing.
func (d *Draft) ReadyToPublish() bool { return d.State == DraftIsApproved }

// Efile is the e-file authorisation in the draft, or "".
func (d *Draft) Efile() string {
	for _, p := range d.Parts {
		if p.Efile != "" {
			return p.Efile
		}
	}
	return ""
}

// Draft finds a draft by id, or nil.
func (e *Engagement) Draft(id DraftID) *Draft {
	for _, d := range e.Drafts {
		if d.ID == id {
			return d
		}
	}
	return nil
}

func (d *Draft) note(id NoteID) *ReviewNote {
	for _, n := range d.Notes {
		if n.ID == id {
			return n
		}
	}
	return nil
}

// DraftBody is the body of draft.assembled.
type DraftBody struct {
	Draft    DraftID `json:"draft"`
	Replaces DraftID `json:"replaces,omitempty"`
	Blob     BlobRef `json:"blob"`
	Size     int64   `json:"size"`
	Pages    int     `json:"pages"`
	Plan     Plan    `json:"plan"`
	Parts    []Part  `json:"parts"`
	Final    bool    `json:"final,omitempty"`
}

// DraftPrivate is the private part of draft.assembled.
type DraftPrivate struct {
	Title string   `json:"title"`
	Parts []string `json:"parts"` // names, in the order of DraftBody.Parts
}

func draftAssembled(a *act, b *DraftBody, p *DraftPrivate) Refusal {
	if b.Draft == "" || !b.Blob.valid() || b.Pages < 1 || len(b.Parts) == 0 {
		return malformed("a draft needs its bytes and at least one page")
	}
	if a.eng.Draft(b.Draft) != nil {
		return exists("This draft")
	}
	if wrong := b.Plan.valid(b.Pages); wrong != "" {
		return malformed(wrong)
	}
	if b.Replaces != "" {
		old := a.eng.Draft(b.Replaces)
		switch {
		case old == nil:
			return missing("The draft this one replaces")
		case old.State == DraftIsSuperseded:
			return superseded
		case old.State != DraftIsPublished:
			old.State = DraftIsSuperseded
		}
	}
	a.eng.Drafts = append(a.eng.Drafts, &Draft{
		ID: b.Draft, Number: len(a.eng.Drafts) + 1, Title: p.Title, State: DraftIsAssembled,
		Blob: b.Blob, Size: b.Size, Pages: b.Pages, Plan: b.Plan, Parts: b.Parts, PartNames: p.Parts,
		Final: b.Final, Replaces: b.Replaces, By: a.By, At: a.When(),
	})
	a.note(string(b.Draft))
	return accepted
}

var superseded = Refusal{CodeSuperseded, "A newer draft replaced this one.", "Nothing was sent. Look at the newer draft and approve again."}

// DraftRef is the body of kinds that name one draft.
type DraftRef struct {
	Draft DraftID `json:"draft"`
}

// current finds a draft that was not replaced.
func (a *act) current(id DraftID) (*Draft, Refusal) {
	d := a.eng.Draft(id)
	switch {
	case d == nil:
		return nil, missing("This draft")
	case d.State == DraftIsSuperseded:
		return nil, superseded
	case d.State == DraftIsPublished:
		return nil, notOpen("This draft was published already.")
	}
	return d, accepted
}

func draftSubmitted(a *act, b *DraftRef, _ *none) Refusal {
	d, r := a.current(b.Draft)
	if !r.OK() {
		return r
	}
	if d.State != DraftIsAssembled && d.State != DraftIsReturned {
		return notOpen("This draft is with the reviewer already.")
	}
	at := a.When()
	d.State, d.Submitted, d.Why = DraftIsSubmitted, &at, ""
	a.note(string(d.ID))
	return accepted
}

func draftReturned(a *act, b *DraftRef, p *WhyPrivate) Refusal {
	d, r := a.current(b.Draft)
	if !r.OK() {
		return r
	}
	if d.State != DraftIsSubmitted && d.State != DraftIsApproved {
		return notOpen("This draft is not in review.")
	}
	d.State, d.Why, d.Approval = DraftIsReturned, p.Why, nil
	a.note(string(d.ID))
	return accepted
}

// ApprovalBody is the body of draft.approved. It names bytes, never "the
// latest" (SPEC H6).
type ApprovalBody struct {
	Draft DraftID `json:"draft"`
	Sum   Digest  `json:"sum"`
	Pages int     `json:"pages"`
	Plan  Digest  `json:"plan"`
}

func draftApproved(a *act, b *ApprovalBody, _ *none) Refusal {
	d, r := a.current(b.Draft)
	switch {
	case !r.OK():
		return r
	case d.State != DraftIsSubmitted:
		return notOpen("Only a draft that is in review can be approved.")
	case !b.Sum.Names(d.Blob) || b.Pages != d.Pages || b.Plan != d.Plan.Digest():
		return Refusal{CodeSuperseded, "The approval names other bytes than this draft.", "Open the draft and approve again."}
	}
	d.State = DraftIsApproved
	d.Approval = &Approval{By: a.By, At: a.When(), Sum: b.Sum, Pages: b.Pages, Plan: b.Plan, Event: a.ID, Seq: a.Seq}
	a.note(string(d.ID))
	return accepted
}

func approvalWithdrawn(a *act, b *DraftRef, _ *WhyPrivate) Refusal {
	d, r := a.current(b.Draft)
	switch {
	case !r.OK():
		return r
	case d.State != DraftIsApproved:
		return notOpen("There is no approval to withdraw.")
	}
	d.State, d.Approval = DraftIsSubmitted, nil
	a.note(string(d.ID))
	return accepted
}

func draftDiscarded(a *act, b *DraftRef, _ *none) Refusal {
	d, r := a.current(b.Draft)
	if !r.OK() {
		return r
	}
	d.State, d.Approval = DraftIsSuperseded, nil
	a.note(string(d.ID))
	return accepted
}

// ReviewNoteBody is the body of the review note kinds; page and place matter to
// review_note.pinned only.
type ReviewNoteBody struct {
	Draft DraftID `json:"draft"`
	Note  NoteID  `json:"note"`
	Page  int     `json:"page,omitempty"`
	X     float64 `json:"x,omitempty"`
	Y     float64 `json:"y,omitempty"`
}

func notePinned(a *act, b *ReviewNoteBody, p *TextPrivate) Refusal {
	d := a.eng.Draft(b.Draft)
	switch {
	case d == nil:
		return missing("This draft")
	case b.Note == "" || b.Page < 1 || b.Page > d.Pages:
		return malformed("the note has no place on a page")
	case d.note(b.Note) != nil:
		return exists("This note")
	case len(a.PrivateBody) > 0 && strings.TrimSpace(p.Text) == "":
		return malformed("the note is empty")
	}
	d.Notes = append(d.Notes, &ReviewNote{
		ID: b.Note, Number: len(d.Notes) + 1, Page: b.Page, X: b.X, Y: b.Y, By: a.By, At: a.When(), Text: p.Text,
	})
	a.note(string(d.ID))
	return accepted
}

func (a *act) noteOf(b *ReviewNoteBody) (*ReviewNote, Refusal) {
	d := a.eng.Draft(b.Draft)
	if d == nil {
		return nil, missing("This draft")
	}
	n := d.note(b.Note)
	if n == nil {
		return nil, missing("This note")
	}
	return n, accepted
}

func noteAnswered(a *act, b *ReviewNoteBody, p *TextPrivate) Refusal {
	n, r := a.noteOf(b)
	if !r.OK() {
		return r
	}
	n.Answers = append(n.Answers, NoteAnswer{By: a.By, At: a.When(), Text: p.Text})
	a.note(string(b.Draft))
	return accepted
}

func noteSettled(a *act, b *ReviewNoteBody, _ *none) Refusal {
	n, r := a.noteOf(b)
	switch {
	case !r.OK():
		return r
	case n.Settled:
		return notOpen("This note is settled already.")
	}
	n.Settled = true
	a.note(string(b.Draft))
	return accepted
}
