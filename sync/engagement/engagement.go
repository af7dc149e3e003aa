package engagement

import (
	"slices"
	"time"
)

// Kinds of an engagement's own life.
const (
	EngagementOpened    Kind = "engagement.opened"
	PeopleSet           Kind = "engagement.people_set"
	DueSet              Kind = "engagement.due_set"
	WorkFileMapped      Kind = "engagement.mapped"
	EngagementAccess    Kind = "engagement.access_set"
	StatusSet           Kind = "status.set"
	StatusShown         Kind = "status.shown"
	FilingConfirmed     Kind = "filing.confirmed"
	EngagementCompleted Kind = "engagement.completed"
	EngagementReopened  Kind = "engagement.reopened"
	Erased              Kind = "erased"
)

// Service is what the firm does in an engagement.
type Service string

// The services that have a template.
const (
	Form1040  Service = "1040"
	Form1120S Service = "1120-S"
	Form1065  Service = "1065"
	Monthly   Service = "monthly"
)

// People are the staff of an engagement.
type People struct {
	Partner  StaffID `json:"partner"`
	Manager  StaffID `json:"manager,omitempty"`
	Preparer StaffID `json:"preparer,omitempty"`
}

// Engagement is the state of an engagement stream: client × service × period.
type Engagement struct {
	ID      EngagementID `json:"id"`
	Client  ClientID     `json:"client"`
	Service Service      `json:"service"`
	Period  string       `json:"period"` // "2025" or "2026-01"
	Title   string       `json:"title"`  // "2025 Form 1120-S"
	Due     string       `json:"due"`    // 2006-01-02 in the firm's zone, or ""
	People  People       `json:"people"`
	// Salt keys the derived ids of this engagement. It is private and erased
	// with the engagement.
	Salt []byte `json:"salt,omitempty"`
	// SharedOnly marks the portal's fold, which is fed shared kinds only and so
	// knows no drafts and no approvals (SPEC H3).
	SharedOnly bool `json:"sharedOnly,omitempty"`

	Only    []StaffID `json:"only,omitempty"`
	Mapping *WorkFile `json:"mapping,omitempty"`
	Opened  time.Time `json:"opened"`
	Changed time.Time `json:"changed"`

	Override  *Override  `json:"override,omitempty"`
	Shown     *Shown     `json:"shown,omitempty"`
	Filings   []Filing   `json:"filings,omitempty"`
	Completed *time.Time `json:"completed,omitempty"`
	// Derived is the status by the rule table after the last event; Since says
	// when it last changed.
	Derived Status    `json:"derived"`
	Since   time.Time `json:"since"`

	Requests     []*Request     `json:"requests,omitempty"`
	Documents    Documents      `json:"documents,omitzero"`
	Messages     []*Message     `json:"messages,omitempty"`
	Tasks        []*Task        `json:"tasks,omitempty"`
	Drafts       []*Draft       `json:"drafts,omitempty"`
	Deliverables []*Deliverable `json:"deliverables,omitempty"`
	History      []Moment       `json:"history,omitempty"`
	Unknown      int            `json:"unknown,omitempty"`
	// Holding are the documents whose newest version waits to go out.
	Holding Holding `json:"holding,omitzero"`
	// Veiled counts the moments of the shared history that no client may notice.
	Veiled int `json:"veiled,omitempty"`

	line   *lineage // nil unless this is a branch
	finder *finder  // nil while the documents are few
}

// WorkFile is where the engagement's folder is: a path relative to a root, with
// "/" between its parts.
type WorkFile struct {
	Root RootID `json:"root"`
	Path string `json:"path"`
}

// Moment is one line of the timeline.
type Moment struct {
	ID   EventID   `json:"id"`
	Kind Kind      `json:"kind"`
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
	// Subject is the id of what it is about, where the kind has one.
	Subject string `json:"subject,omitempty"`
	// Pending says that the relay has not confirmed it yet.
	Pending bool `json:"pending,omitempty"`
}

// NewEngagement returns the state before the first event.
func NewEngagement(id EngagementID) *Engagement { return &Engagement{ID: id} }

// EngagementOpenedBody is the body of engagement.opened. The requests of its
// template follow as request.asked in the same action.
type EngagementOpenedBody struct {
	Client  ClientID `json:"client"`
	Service Service  `json:"service"`
	Period  string   `json:"period"`
	Due     string   `json:"due,omitempty"`
	People  People   `json:"people"`
}

// EngagementPrivate is the private part of engagement.opened.
type EngagementPrivate struct {
	Title string `json:"title"`
	Salt  []byte `json:"salt"`
}

func engagementOpened(a *act, b *EngagementOpenedBody, p *EngagementPrivate) Refusal {
	switch {
	case a.eng.Client != "":
		return exists("This engagement")
	case a.states.Client(b.Client) == nil:
		return missing("The client")
	case a.By.Staff() != "" && !MaySee(a.states, a.By.Staff(), ClientStream(b.Client)):
		return forbidden("You cannot see this client's work.")
	case !validDue(b.Due):
		return malformed("the due date is not a date")
	case a.blank(p.Title):
		return malformed("the engagement has no title")
	case len(p.Salt) != 0 && len(p.Salt) != SaltSize:
		return malformed("the salt has the wrong size")
	}
	if r := a.firm.knows(b.People.list()); !r.OK() {
		return r
	}
	e := a.eng
	e.Client, e.Service, e.Period, e.Due, e.People = b.Client, b.Service, b.Period, b.Due, b.People
	e.Title, e.Salt, e.Opened = p.Title, p.Salt, a.When()
	a.note("")
	return accepted
}

func validDue(s string) bool {
	if s == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func (p People) list() []StaffID {
	return slices.DeleteFunc([]StaffID{p.Preparer, p.Manager, p.Partner}, func(id StaffID) bool { return id == "" })
}

// note adds a line to the timeline.
func (a *act) note(subject string) {
	a.eng.addMoment(Moment{ID: a.ID, Kind: once(a.Kind), By: once(a.By), At: a.When(), Subject: subject, Pending: a.Seq == 0})
}

func peopleSet(a *act, b *People, _ *none) Refusal {
	if r := a.firm.knows(b.list()); !r.OK() {
		return r
	}
	a.eng.People = *b
	a.note("")
	return accepted
}

// DueBody is the body of engagement.due_set.
type DueBody struct {
	Due string `json:"due"`
}

func dueSet(a *act, b *DueBody, _ *none) Refusal {
	if !validDue(b.Due) {
		return malformed("the due date is not a date")
	}
	a.eng.Due = b.Due
	a.note("")
	return accepted
}

// MappedBody is the body of engagement.mapped; the path is private.
type MappedBody struct {
	Root RootID `json:"root"`
}

// MappedPrivate is the private part of engagement.mapped.
type MappedPrivate struct {
	Path string `json:"path"`
}

func workFileMapped(a *act, b *MappedBody, p *MappedPrivate) Refusal {
	if a.firm.Roots[b.Root] == nil {
		return missing("The share this work file is on")
	}
	a.eng.Mapping = &WorkFile{Root: b.Root, Path: p.Path}
	a.note("")
	return accepted
}

func engagementAccess(a *act, b *AccessBody, _ *none) Refusal {
	if r := a.firm.mayRestrict(b.Only); !r.OK() {
		return r
	}
	a.eng.Only = listed(b.Only)
	return accepted
}

// Filing is one confirmation by a tax authority.
type Filing struct {
	Authority  string    `json:"authority"` // "IRS", "New York"
	Accepted   bool      `json:"accepted"`
	On         string    `json:"on"` // 2006-01-02
	Submission string    `json:"submission,omitempty"`
	By         Actor     `json:"by"`
	At         time.Time `json:"at"`
}

// FilingBody is the body of filing.confirmed.
type FilingBody struct {
	Authority string `json:"authority"`
	Accepted  bool   `json:"accepted"`
	On        string `json:"on"`
}

// FilingPrivate is the private part of filing.confirmed.
type FilingPrivate struct {
	Submission string `json:"submission,omitempty"`
}

func filingConfirmed(a *act, b *FilingBody, p *FilingPrivate) Refusal {
	if b.Authority == "" || b.On == "" || !validDue(b.On) {
		return malformed("a filing confirmation needs an authority and a date")
	}
	a.eng.Filings = append(a.eng.Filings, Filing{
		Authority: b.Authority, Accepted: b.Accepted, On: b.On, Submission: p.Submission, By: a.By, At: a.When(),
	})
	a.note(b.Authority)
	return accepted
}

func engagementCompleted(a *act, _ *none, _ *none) Refusal {
	if a.eng.Completed != nil {
		return notOpen("This engagement is complete already.")
	}
	for _, d := range a.eng.Deliverables {
		if d.AwaitsSignature() {
			return Refusal{CodeNotOpen, "A signature is still outstanding.", "Withdraw the deliverable first, or wait for the signature."}
		}
	}
	at := a.When()
	a.eng.Completed = &at
	a.note("")
	return accepted
}

func engagementReopened(a *act, _ *none, _ *none) Refusal {
	if a.eng.Completed == nil {
		return notOpen("This engagement is open already.")
	}
	a.eng.Completed = nil
	a.note("")
	return accepted
}

// ErasedBody is the body of erased: every holder drops the private parts of the
// named events of this stream and the named blobs (SPEC H9), and folds the
// stream again without them: the state itself remembers what it was told.
type ErasedBody struct {
	Events []EventID `json:"events"`
	Blobs  []Digest  `json:"blobs"`
}

func erased(a *act, b *ErasedBody, _ *none) Refusal {
	if len(b.Events)+len(b.Blobs) == 0 {
		return malformed("there is nothing to erase")
	}
	gone := map[BlobRef]bool{}
	for _, d := range b.Blobs {
		gone[BlobRef(d)] = true
	}
	for _, d := range a.eng.Documents.All() {
		if !slices.ContainsFunc(d.Versions, func(v *Version) bool { return gone[v.Blob] && !v.Erased }) {
			continue
		}
		d = a.eng.change(d)
		if gone[d.Latest().Blob] {
			a.eng.letGo(d)
		}
		for _, v := range d.Versions {
			v.Erased = v.Erased || gone[v.Blob]
		}
	}
	a.note("")
	return accepted
}
