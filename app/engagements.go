package app

import (
	"cmp"
	"slices"
	"strings"

	"tieout/sync/engagement"
)

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

// soonDays is how near a due date is that counts as near.
const soonDays = 14

// views are the saved views of the table, in order.
var views = []struct {
	code, label string
	holds       func(a *App, c *card) bool
}{
	{"all", "All", func(*App, *card) bool { return true }},
	{"open", "Open", func(a *App, c *card) bool { return c.isOpen(a) }},
	{"mine", "Mine", func(a *App, c *card) bool { return c.isOpen(a) && c.works(a.id.Staff) }},
	{"clients", "With clients", func(a *App, c *card) bool {
		s := c.status(a.now())
		return s == engagement.Waiting || s == engagement.OutForSigning
	}},
	{"review", "Review queue", func(a *App, c *card) bool { return c.status(a.now()) == engagement.InReview }},
	{"due", "Due in 14 days", func(a *App, c *card) bool {
		d := a.due(c.Due, false)
		return c.isOpen(a) && d.Date != "" && d.Days <= soonDays
	}},
}

func (c *card) isOpen(a *App) bool {
	s := c.status(a.now())
	return s != engagement.Complete && s != engagement.Withdrawn
}

func (c *card) works(who engagement.StaffID) bool {
	return c.People.Partner == who || c.People.Manager == who || c.People.Preparer == who
}

func (a *App) engagements(q EngagementQuery) (EngagementTable, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := a.allCards()
	t := EngagementTable{
		Rows: []EngagementRow{}, Views: []ViewCount{}, Services: []Choice{}, Owners: a.activeStaff(engagement.Partner, engagement.Manager, engagement.Preparer),
		Reading: a.cards.reading,
	}
	for _, v := range views {
		n := 0
		for _, c := range all {
			if v.holds(a, c) {
				n++
			}
		}
		t.Views = append(t.Views, ViewCount{v.code, v.label, n})
	}
	for _, s := range engagement.Templates {
		t.Services = append(t.Services, Choice{ID: string(s.Service), Label: s.Name})
	}
	kept := slices.DeleteFunc(all, func(c *card) bool { return !a.inQuery(c, q) })
	t.Statuses, t.Total = a.statusCounts(kept), len(kept)
	a.sortCards(kept, q)
	end := len(kept)
	if q.Limit == 0 {
		q.Limit = 500
	}
	begin := min(max(0, q.Offset), end)
	for _, c := range kept[begin:min(begin+q.Limit, end)] {
		t.Rows = append(t.Rows, a.engagementRow(c))
	}
	return t, nil
}

func (a *App) inQuery(c *card, q EngagementQuery) bool {
	for _, v := range views {
		if v.code == q.View && !v.holds(a, c) {
			return false
		}
	}
	return (len(q.Statuses) == 0 || slices.Contains(q.Statuses, string(c.status(a.now())))) &&
		(len(q.Services) == 0 || slices.Contains(q.Services, string(c.Service))) &&
		(q.Owner == "" || owner(&c.Engagement) == engagement.StaffID(q.Owner)) &&
		(q.Client == "" || c.Client == engagement.ClientID(q.Client)) &&
		matches(q.Text, a.clientName(c.Client), c.Title)
}

func (a *App) statusCounts(all []*card) []StatusCount {
	n := map[engagement.Status]int{}
	for _, c := range all {
		n[c.status(a.now())]++
	}
	counts := []StatusCount{}
	for _, s := range append(slices.Clone(sixStatuses), engagement.OnHold, engagement.OnExtension, engagement.Withdrawn) {
		if n[s] > 0 {
			counts = append(counts, StatusCount{string(s), s.Internal(), n[s]})
		}
	}
	return counts
}

func (a *App) sortCards(all []*card, q EngagementQuery) {
	status := func(c *card) int {
		i := slices.Index(sixStatuses, c.status(a.now()))
		if i < 0 {
			return len(sixStatuses)
		}
		return i
	}
	name := func(c *card) string { return strings.ToLower(a.clientName(c.Client)) }
	by := map[string]func(x, y *card) int{
		"due":    func(x, y *card) int { return cmp.Or(order(x.Due == "", y.Due == ""), strings.Compare(x.Due, y.Due)) },
		"client": func(x, y *card) int { return strings.Compare(name(x), name(y)) },
		"status": func(x, y *card) int { return cmp.Compare(status(x), status(y)) },
		"owner": func(x, y *card) int {
			return strings.Compare(a.staffPerson(owner(&x.Engagement)).Name, a.staffPerson(owner(&y.Engagement)).Name)
		},
		"activity": func(x, y *card) int { return y.Changed.Compare(x.Changed) },
	}
	first := by[q.Sort]
	if first == nil {
		first = by["due"]
	}
	slices.SortFunc(all, func(x, y *card) int {
		n := first(x, y)
		if q.Descending {
			n = -n
		}
		return cmp.Or(n, strings.Compare(name(x), name(y)), strings.Compare(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
	})
}

func (a *App) engagementRow(c *card) EngagementRow {
	row := EngagementRow{
		EngagementRef: a.ref(c), Service: string(c.Service), In: c.In, Asked: c.Asked,
		Due: a.due(c.Due, c.Derived == engagement.Complete), Owner: a.staffPerson(owner(&c.Engagement)), Uses: a.uses(c),
		Queued: a.pending.touches(engagement.EngagementStream(c.ID)),
		Pinned: slices.Contains(a.preferences().Pinned, string(c.ID)),
	}
	row.Activity, row.Moment, row.New = a.activity(c)
	if n := len(c.Filings); n > 0 && c.Filings[n-1].Accepted {
		row.Due.Left, row.Due.State = "Filed", "done"
	}
	return row
}

// uses says how the client works with the firm here.
func (a *App) uses(c *card) string {
	switch {
	case c.Portal:
		return "Portal"
	case len(a.contacts(c.Client)) == 0:
		return "No contact"
	}
	return "Invited"
}
