package app

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// EngagementPage is one engagement: whose turn it is, its requests, its history and what the person
// may do. Its files are a view of their own, see Files.
type EngagementPage struct {
	EngagementRef
	Service      string           `json:"service"`
	Period       string           `json:"period"`
	Due          Due              `json:"due"`
	People       []Person         `json:"people"`   // preparer, manager, partner, as far as named
	Contacts     []Person         `json:"contacts"` // who the client's contacts are
	Steps        []Step           `json:"steps"`    // six
	Requests     []RequestView    `json:"requests"`
	In           int              `json:"in"`
	Asked        int              `json:"asked"`
	Uploads      []ArrivalFile    `json:"uploads"` // sent without a request
	Timeline     []TimelineItem   `json:"timeline"`
	Drafts       []DraftRow       `json:"drafts"`
	Deliverables []DeliverableRow `json:"deliverables"`
	Filings      []FilingRow      `json:"filings"`
	WorkFile     WorkFile         `json:"workFile"`
	Only         []Person         `json:"only"` // who may see it; empty is everybody
	Primary      Primary          `json:"primary"`
	// Can lists what this person may do here, by the names of the methods in kebab case:
	// ask-requests, remind-client, accept-request, set-status, set-due, set-people, map-work-file,
	// assemble, submit-draft, approve-draft, publish-draft, confirm-filing, complete-engagement,
	// reopen-engagement, post-message, set-engagement-access.
	Can    []string `json:"can"`
	Pinned bool     `json:"pinned"`
	Newer  bool     `json:"newer"` // a newer Tieout wrote things this one cannot show
}

// Step is one of the six. State is "past", "current" or "future".
type Step struct {
	Status Status `json:"status"`
	State  string `json:"state"`
	Facts  string `json:"facts"`
}

// TimelineItem is one line of the history in words.
type TimelineItem struct {
	ID      string `json:"id"`
	Icon    string `json:"icon"` // request, upload, seen, reminder, publish, message, status, sign, seal, review, people, folder
	Words   string `json:"words"`
	Detail  string `json:"detail"`
	Moment  Moment `json:"moment"`
	Pending bool   `json:"pending"`
	Target  string `json:"target"` // id of what it is about
}

// FilingRow is one confirmation by a tax authority.
type FilingRow struct {
	Authority  string `json:"authority"`
	Accepted   bool   `json:"accepted"`
	On         string `json:"on"`
	Submission string `json:"submission"`
	Words      string `json:"words"`
}

// WorkFile is where the engagement's folder is. State is "unmapped", "unbound" (this computer does not
// know where the share is), "ok", "reading only", "unreachable", "empty", "swapped" or "missing".
type WorkFile struct {
	Root   string `json:"root"`
	Path   string `json:"path"`
	Local  string `json:"local"` // on this computer
	State  string `json:"state"`
	Reason string `json:"reason"`
}

// PeopleChoice says who works on an engagement.
type PeopleChoice struct {
	Partner  string `json:"partner"`
	Manager  string `json:"manager"`
	Preparer string `json:"preparer"`
}

// FilingEntry is a confirmation as a person enters it. On is 2006-01-02.
type FilingEntry struct {
	Authority  string `json:"authority"`
	Accepted   bool   `json:"accepted"`
	On         string `json:"on"`
	Submission string `json:"submission"`
}

// Engagement answers from this computer.
func (a *App) Engagement(id string) (p EngagementPage, err error) {
	defer guard("Engagement", &err)
	return a.engagementPage(id)
}

// SetStatus overrides the status until the next event that changes it, or until a time (RFC 3339, may
// be empty). An empty status lifts the override.
func (a *App) SetStatus(engagement, status, why, until string) (o Outcome, err error) {
	defer guard("SetStatus", &err)
	return a.setStatus(engagement, status, why, until)
}

// SetDue sets the due date, 2006-01-02 or empty.
func (a *App) SetDue(engagement, due string) (o Outcome, err error) {
	defer guard("SetDue", &err)
	return a.setDue(engagement, due)
}

// SetPeople says who works on it.
func (a *App) SetPeople(engagement string, p PeopleChoice) (o Outcome, err error) {
	defer guard("SetPeople", &err)
	return a.setPeople(engagement, p)
}

// SetEngagementAccess restricts who may see it; an empty list lifts it.
func (a *App) SetEngagementAccess(engagement string, only []string) (o Outcome, err error) {
	defer guard("SetEngagementAccess", &err)
	return a.setEngagementAccess(engagement, only)
}

// MapWorkFile says where its folder is; makeFolder makes what is missing.
func (a *App) MapWorkFile(engagement, root, path string, makeFolder bool) (o Outcome, err error) {
	defer guard("MapWorkFile", &err)
	return a.mapWorkFile(engagement, root, path, makeFolder)
}

// ConfirmFiling records what a tax authority answered.
func (a *App) ConfirmFiling(engagement string, f FilingEntry) (o Outcome, err error) {
	defer guard("ConfirmFiling", &err)
	return a.confirmFiling(engagement, f)
}

// CompleteEngagement closes it. It fails while a signature is outstanding.
func (a *App) CompleteEngagement(engagement string) (o Outcome, err error) {
	defer guard("CompleteEngagement", &err)
	return a.completeEngagement(engagement)
}

// ReopenEngagement opens it again.
func (a *App) ReopenEngagement(engagement string) (o Outcome, err error) {
	defer guard("ReopenEngagement", &err)
	return a.reopenEngagement(engagement)
}

func (a *App) engagementPage(id string) (EngagementPage, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return EngagementPage{}, err
	}
	a.noteOpened(id)
	p := EngagementPage{
		EngagementRef: a.refOf(e), Service: serviceName(e.Service), Period: e.Period, Due: a.due(e.Due, e.Derived == engagement.Complete),
		People: a.team(e), Contacts: a.contacts(e.Client), Steps: a.steps(e), Requests: a.requestViews(e),
		Uploads: a.looseUploads(e), Timeline: a.timeline(e), Drafts: a.draftRows(e), Deliverables: a.deliverableRows(e),
		Filings: a.filings(e), WorkFile: a.workFile(e), Only: a.persons(e.Only), Primary: a.primary(e), Can: a.canDo(e),
		Pinned: slices.Contains(a.preferences().Pinned, id), Newer: e.Unknown > 0,
	}
	p.In, p.Asked = e.Counts()
	return p, nil
}

func serviceName(s engagement.Service) string {
	if t := engagement.TemplateFor(s); t != nil {
		return t.Name
	}
	return string(s)
}

// team is who works on an engagement, with what they are here.
func (a *App) team(e *engagement.Engagement) []Person {
	all := []Person{}
	for _, m := range []struct {
		id   engagement.StaffID
		role string
	}{{e.People.Preparer, "preparer"}, {e.People.Manager, "manager"}, {e.People.Partner, "partner"}} {
		p := a.staffPerson(m.id)
		if p.ID == "" {
			continue
		}
		p.Role = m.role
		all = append(all, p)
	}
	return all
}

// sixStatuses are the steps in order.
var sixStatuses = []engagement.Status{
	engagement.Waiting, engagement.InPreparation, engagement.InReview,
	engagement.Ready, engagement.OutForSigning, engagement.Complete,
}

func (a *App) steps(e *engagement.Engagement) []Step {
	now, set := e.StatusAt(a.now())
	if !slices.Contains(sixStatuses, now) {
		now, set = e.Derived, false // one that lies on top is shown beside the steps
	}
	at := slices.Index(sixStatuses, now)
	steps := []Step{}
	for i, s := range sixStatuses {
		step := Step{Status: a.statusOf(s), State: "future", Facts: a.stepFacts(e, s)}
		switch {
		case i < at:
			step.State = "past"
		case i == at:
			step.State = "current"
			step.Status = a.statusOf(s)
			step.Status.SetByHand, step.Status.Since = set, a.moment(e.Since)
			step.Facts = strings.Trim("since "+a.moment(e.Since).Words+" · "+step.Facts, " ·")
		}
		steps = append(steps, step)
	}
	return steps
}

func (a *App) stepFacts(e *engagement.Engagement, s engagement.Status) string {
	switch s {
	case engagement.Waiting:
		in, all := e.Counts()
		return strconv.Itoa(in) + " of " + strconv.Itoa(all) + " in"
	case engagement.InPreparation:
		return a.staffPerson(owner(e)).Name
	case engagement.InReview:
		var names []string
		for _, id := range []engagement.StaffID{e.People.Manager, e.People.Partner} {
			if p := a.staffPerson(id); p.ID != "" {
				names = append(names, p.First)
			}
		}
		return strings.Join(names, ", then ")
	case engagement.OutForSigning:
		for _, d := range e.Deliverables {
			if d.AwaitsSignature() {
				return strconv.Itoa(len(d.Signed)) + " of " + strconv.Itoa(len(d.Plan.Signers)) + " signed"
			}
		}
	case engagement.Complete:
		if n := len(e.Filings); n > 0 && e.Filings[n-1].Accepted {
			return "Filed " + a.dayOf(e.Filings[n-1].On)
		}
	}
	return ""
}

func (a *App) looseUploads(e *engagement.Engagement) []ArrivalFile {
	all := []ArrivalFile{}
	for _, d := range e.Documents.All() {
		if d.Lane == engagement.FromClient && d.Request == "" {
			all = append(all, a.arrivalFile(e, d))
		}
	}
	return all
}

func (a *App) filings(e *engagement.Engagement) []FilingRow {
	all := []FilingRow{}
	for _, f := range e.Filings {
		words := f.Authority + " accepted it on "
		if !f.Accepted {
			words = f.Authority + " rejected it on "
		}
		all = append(all, FilingRow{
			Authority: f.Authority, Accepted: f.Accepted, On: f.On, Submission: f.Submission, Words: words + a.dayOf(f.On),
		})
	}
	return all
}

func (a *App) workFile(e *engagement.Engagement) WorkFile {
	if e.Mapping == nil {
		return WorkFile{State: "unmapped", Reason: "This engagement has no folder yet."}
	}
	w := WorkFile{Root: string(e.Mapping.Root), Path: e.Mapping.Path}
	root, news, bound := a.share.root(w.Root)
	if !bound {
		w.State, w.Reason = unbound, "This computer does not know where the share is."
		return w
	}
	w.Local = filepath.Join(root.Path, filepath.FromSlash(e.Mapping.Path))
	w.State, w.Reason = string(cmp.Or(news.State, folder.RootUnreachable)), news.Reason
	return w
}

// primary is the one act that moves the engagement on.
func (a *App) primary(e *engagement.Engagement) Primary {
	if !a.mayWork() {
		return Primary{}
	}
	for _, d := range e.Deliverables {
		if d.AwaitsSignature() {
			return Primary{Code: "remind-signer", Label: "Remind " + a.nextSigners(e, d), Target: string(d.ID)}
		}
	}
	for i := len(e.Drafts) - 1; i >= 0; i-- {
		if p := a.draftPrimary(e, e.Drafts[i]); p.Code != "" {
			return p
		}
	}
	open := len(a.waitingFor(e))
	switch status, _ := e.StatusAt(a.now()); {
	case status == engagement.Complete || status == engagement.Withdrawn:
		return Primary{}
	case open > 0:
		return Primary{Code: "remind-client", Label: "Remind about " + counted(open, "request", "requests")}
	}
	return Primary{Code: "assemble", Label: "Assemble"}
}

func (a *App) nextSigners(e *engagement.Engagement, d *engagement.Deliverable) string {
	var names []string
	for _, id := range d.Next() {
		names = append(names, a.contact(e.Client, id).First)
	}
	return list(names)
}

func (a *App) canDo(e *engagement.Engagement) []string {
	c := newCan()
	work, open := a.mayWork(), e.Completed == nil
	c.when(work, "ask-requests", "set-status", "set-due", "set-people", "assemble", "confirm-filing", "post-message")
	c.when(work && len(a.waitingFor(e)) > 0, "remind-client")
	c.when(a.me() != nil, "map-work-file", "post-note")
	c.when(work && open, "complete-engagement")
	c.when(work && !open, "reopen-engagement")
	c.when(a.may(engagement.Partner, engagement.Administrator), "set-engagement-access")
	return c
}

func (a *App) setStatus(id, status, why, until string) (Outcome, error) {
	body := engagement.StatusSetBody{To: engagement.Status(status)}
	if until != "" {
		t, err := parseTime(until)
		if err != nil {
			return Outcome{}, err
		}
		t = t.UTC()
		body.Until = &t
	}
	words := "The status follows the work again"
	if status != "" {
		words = "Moved to " + body.To.Internal()
	}
	if a.share.isDone(id) {
		defer a.share.follow() // offline too: what is saved from now on is read
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	_, before := e.StatusAt(a.now())
	o, err := a.doLocked(act{Words: words}, words, on(id, engagement.StatusSet, body, engagement.WhyPrivate{Why: strings.TrimSpace(why)}))
	if status == "" || before {
		return o, err
	}
	return undone(o, err, id, "set-status")
}

func (a *App) setDue(id, due string) (Outcome, error) {
	return a.do(act{Words: "Set the due date"}, "Due date set", on(id, engagement.DueSet, engagement.DueBody{Due: due}, nil))
}

func (a *App) setPeople(id string, p PeopleChoice) (Outcome, error) {
	return a.do(act{Words: "Set who works on it"}, "Assigned", on(id, engagement.PeopleSet, p.people(), nil))
}

func (p PeopleChoice) people() engagement.People {
	return engagement.People{
		Partner: engagement.StaffID(p.Partner), Manager: engagement.StaffID(p.Manager), Preparer: engagement.StaffID(p.Preparer),
	}
}

func (a *App) setEngagementAccess(id string, only []string) (Outcome, error) {
	return a.do(act{Words: "Set who sees an engagement"}, "Access set",
		on(id, engagement.EngagementAccess, engagement.AccessBody{Only: staffIDs(only)}, nil))
}

func (a *App) confirmFiling(id string, f FilingEntry) (Outcome, error) {
	return a.do(act{Words: "Record the filing"}, "Filing recorded", on(id, engagement.FilingConfirmed,
		engagement.FilingBody{Authority: strings.TrimSpace(f.Authority), Accepted: f.Accepted, On: f.On},
		engagement.FilingPrivate{Submission: strings.TrimSpace(f.Submission)}))
}

func (a *App) completeEngagement(id string) (Outcome, error) {
	o, err := a.do(act{Words: "Complete an engagement"}, "Completed", on(id, engagement.EngagementCompleted, nil, nil))
	return undone(o, err, id, "reopen-engagement")
}

func (a *App) reopenEngagement(id string) (Outcome, error) {
	o, err := a.do(act{Words: "Reopen an engagement"}, "Open again", on(id, engagement.EngagementReopened, nil, nil))
	return undone(o, err, id, "complete-engagement")
}
