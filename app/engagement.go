package app

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
// know where the share is), "ok", "reading only", "unreachable" or "missing".
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
