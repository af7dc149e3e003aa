package engagement

import "time"

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
	PartFiles []string      `json:"partFiles,omitempty"` // base names on the share
	PartPages []string      `json:"partPages,omitempty"` // "1-3, 7"; "" is all
	Final     bool          `json:"final,omitempty"`     // its signature or delivery completes the work
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
	// Files and Pages say what each part was made of: the file's own name, and
	// the pages taken of it as a person wrote them. Drafts before them have none.
	Files []string `json:"files,omitempty"`
	Pages []string `json:"pages,omitempty"`
}

func draftAssembled(a *act, b *DraftBody, p *DraftPrivate) Refusal {
	if b.Draft == "" || !b.Blob.valid() || b.Size <= 0 || b.Pages < 1 || a.blank(p.Title) {
		return malformed("a draft needs a title, its bytes and at least one page")
	}
	if !validParts(b.Parts, b.Pages) {
		return malformed("its parts are not pages of the package")
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
		PartFiles: p.Files, PartPages: p.Pages,
		Final: b.Final, Replaces: b.Replaces, By: a.By, At: a.When(),
	})
	a.note(string(b.Draft))
	return accepted
}

// validParts says whether every part is a stretch of the package's pages.
func validParts(parts []Part, pages int) bool {
	for _, p := range parts {
		if !p.Sum.valid() || p.First < 1 || p.First > pages || p.Pages < 1 || p.Pages > pages-p.First+1 {
			return false
		}
	}
	return len(parts) > 0
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
