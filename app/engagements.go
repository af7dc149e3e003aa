package app

// EngagementQuery narrows the table. View is "all", "open", "mine", "clients", "review" or "due"; the
// other fields narrow it further and are ignored when empty.
type EngagementQuery struct {
	View       string   `json:"view"`
	Text       string   `json:"text"`
	Statuses   []string `json:"statuses"`
	Services   []string `json:"services"`
	Owner      string   `json:"owner"`
	Client     string   `json:"client"`
	Sort       string   `json:"sort"` // due, client, status, owner or activity
	Descending bool     `json:"descending"`
	Offset     int      `json:"offset"`
	Limit      int      `json:"limit"` // 0 means 500
}

// EngagementTable is the rows that match and what to narrow by.
type EngagementTable struct {
	Total    int             `json:"total"` // that match
	Rows     []EngagementRow `json:"rows"`
	Views    []ViewCount     `json:"views"`
	Services []Choice        `json:"services"`
	Owners   []Person        `json:"owners"`
	Statuses []StatusCount   `json:"statuses"`
	// Reading is true while this computer still reads the firm's history.
	Reading bool `json:"reading"`
}

// ViewCount is one saved view.
type ViewCount struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// EngagementRow is one line of the table.
type EngagementRow struct {
	EngagementRef
	Service  string `json:"service"`
	In       int    `json:"in"`
	Asked    int    `json:"asked"`
	Due      Due    `json:"due"`
	Owner    Person `json:"owner"`
	Uses     string `json:"uses"` // "Portal", "Invited" or "No contact"
	Activity string `json:"activity"`
	Moment   Moment `json:"moment"`
	New      bool   `json:"new"` // by the client, and waiting for the office
	Queued   bool   `json:"queued"`
	Pinned   bool   `json:"pinned"`
}

// NewEngagementOptions is what a new engagement can be made of.
type NewEngagementOptions struct {
	Clients   []Choice         `json:"clients"`
	Templates []TemplateChoice `json:"templates"`
	Staff     []Person         `json:"staff"`
	Roots     []Choice         `json:"roots"`
	Partners  []Person         `json:"partners"`
}

// TemplateChoice is a service and the requests it starts with.
type TemplateChoice struct {
	Service  string         `json:"service"`
	Name     string         `json:"name"`
	Yearly   bool           `json:"yearly"`
	Requests []RequestDraft `json:"requests"`
}

// EngagementPlan is what Tieout suggests for a client, service and period.
type EngagementPlan struct {
	Title string `json:"title"`
	Due   string `json:"due"`
	// Path is where the work file would be in the root, by the pattern of the client's other work.
	Path string `json:"path"`
	Root string `json:"root"`
	// Exists says that the folder is there already.
	Exists bool `json:"exists"`
}

// NewEngagement opens an engagement. Root and Path may be empty: it is then mapped later.
type NewEngagement struct {
	Client   string         `json:"client"`
	Service  string         `json:"service"`
	Period   string         `json:"period"`
	Title    string         `json:"title"`
	Due      string         `json:"due"`
	Partner  string         `json:"partner"`
	Manager  string         `json:"manager"`
	Preparer string         `json:"preparer"`
	Requests []RequestDraft `json:"requests"`
	Root     string         `json:"root"`
	Path     string         `json:"path"`
	// MakeFolder makes the work file's folder and its four lanes where they are missing.
	MakeFolder bool `json:"makeFolder"`
}

// Engagements answers from this computer.
func (a *App) Engagements(q EngagementQuery) (t EngagementTable, err error) {
	defer guard("Engagements", &err)
	return a.engagements(q)
}

// NewEngagementOptions lists what a new engagement can be made of.
func (a *App) NewEngagementOptions() (o NewEngagementOptions, err error) {
	defer guard("NewEngagementOptions", &err)
	return a.newEngagementOptions()
}

// SuggestEngagement proposes title, due date and folder. period is "2025" or "2026-01".
func (a *App) SuggestEngagement(client, service, period string) (p EngagementPlan, err error) {
	defer guard("SuggestEngagement", &err)
	return a.suggestEngagement(client, service, period)
}

// OpenEngagement opens an engagement with its requests, in one act, and maps its folder.
func (a *App) OpenEngagement(n NewEngagement) (o Outcome, err error) {
	defer guard("OpenEngagement", &err)
	return a.openEngagement(n)
}
