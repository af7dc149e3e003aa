package app

import (
	"encoding/json"
	"slices"
	"time"

	"tieout/app/store"
	"tieout/sync/engagement"
)

// card is what lists show of an engagement: its state, cut down to what is open or recent. Lists are
// made of cards, so that no list folds the firm.
type card struct {
	engagement.Engagement
	In    int `json:"in"`
	Asked int `json:"asked"`
	// Files counts the documents of requests that are answered and of uploads without one, by id.
	Files map[string]int `json:"files,omitempty"`
	// Portal says that a contact did something here.
	Portal bool `json:"portal,omitempty"`
	// Unfiled counts what is not placed on the share yet.
	Unfiled int `json:"unfiled,omitempty"`
}

// recent is how many lines of history a card keeps.
const recent = 16

// cardOf shares nothing that is long with the state: a card outlives it.
func cardOf(e *engagement.Engagement) *card {
	c := &card{Files: map[string]int{}, Engagement: engagement.Engagement{
		ID: e.ID, Client: e.Client, Service: e.Service, Period: e.Period, Title: e.Title, Due: e.Due, People: e.People,
		SharedOnly: e.SharedOnly, Only: e.Only, Mapping: e.Mapping, Opened: e.Opened, Changed: e.Changed,
		Override: e.Override, Shown: e.Shown, Filings: e.Filings, Completed: e.Completed, Derived: e.Derived, Since: e.Since,
		Unknown: e.Unknown, Holding: e.Holding, Veiled: e.Veiled,
	}}
	c.In, c.Asked = e.Counts()
	c.Portal = slices.ContainsFunc(e.History, func(m engagement.Moment) bool { return m.By.Contact() != "" })
	c.History = slices.Clone(e.History[max(0, len(e.History)-recent):])
	lately := map[string]bool{} // what those lines are about
	for _, m := range c.History {
		lately[m.Subject] = true
	}
	for _, t := range e.Tasks {
		if t.Done == nil {
			c.Tasks = append(c.Tasks, t)
		}
	}
	c.keepRequests(e, lately)
	c.keepDocuments(e, lately)
	c.keepMessages(e)
	c.keepDrafts(e)
	c.keepDeliverables(e, lately)
	return c
}

func (c *card) keepRequests(e *engagement.Engagement, lately map[string]bool) {
	for _, r := range e.Requests {
		if r.State != engagement.Answered && !lately[string(r.ID)] {
			continue
		}
		kept := *r
		c.Files[string(r.ID)] = len(r.Documents)
		kept.Detail, kept.Documents = "", nil
		c.Requests = append(c.Requests, &kept)
	}
}

func (c *card) keepDocuments(e *engagement.Engagement, lately map[string]bool) {
	for _, d := range e.Documents.All() {
		for _, v := range d.Versions {
			if d.Lane == engagement.FromClient && v.Placed == nil && !v.Erased && v.Seq > 0 {
				c.Unfiled++
			}
		}
		loose := d.Lane == engagement.FromClient && d.Request == "" && e.Task(string(d.ID)) != nil
		if !loose && !d.Waits() && !lately[string(d.ID)] {
			continue
		}
		kept := *d
		kept.Versions = []*engagement.Version{d.Latest()}
		c.Files[string(d.ID)] = 1
		c.Documents.Add(&kept)
	}
}

// keepMessages keeps the last message and those that wait for an answer, cut to a line.
func (c *card) keepMessages(e *engagement.Engagement) {
	var last *engagement.Message
	for _, m := range e.Messages {
		if !m.Office {
			last = m
		}
	}
	for _, m := range e.Messages {
		if m != last && e.Task(string(m.ID)) == nil {
			continue
		}
		kept := *m
		if r := []rune(kept.Text); len(r) > 120 {
			kept.Text = string(r[:120])
		}
		c.Messages = append(c.Messages, &kept)
	}
}

func (c *card) keepDrafts(e *engagement.Engagement) {
	for _, d := range e.Drafts {
		if d.State == engagement.DraftIsSuperseded || d.State == engagement.DraftIsPublished {
			continue
		}
		kept := *d
		kept.Parts, kept.PartNames, kept.PartFiles, kept.PartPages, kept.Plan.Fields, kept.Notes = nil, nil, nil, nil, nil, nil
		for _, n := range d.Notes {
			short := *n
			short.Text, short.Answers = "", nil
			if len(n.Answers) > 0 {
				last := n.Answers[len(n.Answers)-1]
				last.Text = ""
				short.Answers = []engagement.NoteAnswer{last}
			}
			kept.Notes = append(kept.Notes, &short)
		}
		c.Drafts = append(c.Drafts, &kept)
	}
}

func (c *card) keepDeliverables(e *engagement.Engagement, lately map[string]bool) {
	for _, d := range e.Deliverables {
		if d.Seal != nil && d.Placed == nil && d.Seal.Seq > 0 {
			c.Unfiled++
		}
		if !d.AwaitsSignature() && d.State != engagement.IsDeclined && !lately[string(d.ID)] {
			continue
		}
		kept := *d
		kept.Plan.Fields, kept.Trail, kept.Consents, kept.Signed = nil, nil, nil, nil
		for _, s := range d.Signed {
			s.Ink, s.Via = nil, nil
			kept.Signed = append(kept.Signed, s)
		}
		c.Deliverables = append(c.Deliverables, &kept)
	}
}

// cards is the confirmed cards of all engagements and the clients' states. The caller holds the App's
// lock.
type cards struct {
	engagements map[engagement.EngagementID]*card
	clients     map[engagement.ClientID]*engagement.Client
	stale       map[string]bool // streams whose summary is behind
	unkept      map[string]bool // streams whose summary is newer than the stored one
	// reading says that much is stale, as on a new desk.
	reading bool
}

func newCards() *cards { return &cards{} }

// open reads the stored summaries and notes which streams went on since.
func (c *cards) open(s *store.Store) error {
	c.engagements = map[engagement.EngagementID]*card{}
	c.clients = map[engagement.ClientID]*engagement.Client{}
	c.stale, c.unkept = map[string]bool{}, map[string]bool{}
	last, err := s.Streams()
	if err != nil {
		return err
	}
	for stream := range last {
		c.stale[stream] = stream != string(engagement.FirmStream)
	}
	delete(c.stale, string(engagement.FirmStream))
	err = s.Summaries(engagement.FoldVersion, "", func(stream string, seq uint64, summary []byte) error {
		if seq == last[stream] && c.put(engagement.Stream(stream), summary) {
			delete(c.stale, stream)
		}
		return nil
	})
	c.reading = len(c.stale) > refreshStep
	return err
}

func (c *cards) put(stream engagement.Stream, summary []byte) bool {
	if id := stream.ClientID(); id != "" {
		client := engagement.NewClient(id)
		if json.Unmarshal(summary, client) != nil {
			return false
		}
		c.clients[id] = client
		return true
	}
	kept := &card{}
	if json.Unmarshal(summary, kept) != nil || kept.ID == "" {
		return false
	}
	c.engagements[kept.ID] = kept
	return true
}

// allCards answers the card of every engagement the person may see, with the acts that wait here folded
// in. The caller holds the lock.
func (a *App) allCards() []*card {
	view := a.pending.view()
	all := make([]*card, 0, len(a.cards.engagements)+4)
	seen := map[engagement.EngagementID]bool{}
	for _, id := range a.pending.engagements() {
		if e := view.Engagement(id); e != nil && e.Client != "" {
			all = append(all, cardOf(e))
			seen[id] = true
		}
	}
	for id, c := range a.cards.engagements {
		if !seen[id] {
			all = append(all, c)
		}
	}
	return slices.DeleteFunc(all, func(c *card) bool {
		return !engagement.MaySee(glance{a, c}, a.id.Staff, engagement.EngagementStream(c.ID))
	})
}

// glance is what is needed to say who may see one card, without reading any history.
type glance struct {
	a *App
	c *card // nil for a client's own
}

// Firm implements engagement.States.
func (g glance) Firm() *engagement.Firm { return g.a.pending.view().Firm() }

// Client implements engagement.States.
func (g glance) Client(id engagement.ClientID) *engagement.Client { return g.a.clientCard(id) }

// Engagement implements engagement.States.
func (g glance) Engagement(id engagement.EngagementID) *engagement.Engagement {
	if g.c == nil || g.c.ID != id {
		return nil
	}
	return &g.c.Engagement
}

// Begin implements engagement.States. Nothing begins in a glance.
func (glance) Begin(engagement.Stream) {}

// card answers one engagement's card, or nil.
func (a *App) card(id engagement.EngagementID) *card {
	if a.pending.touches(engagement.EngagementStream(id)) {
		if e := a.pending.view().Engagement(id); e != nil {
			return cardOf(e)
		}
	}
	return a.cards.engagements[id]
}

// client answers a client as it is now, with what waits here.
func (a *App) client(id engagement.ClientID) *engagement.Client { return a.pending.view().Client(id) }

// clientCard answers a client for lists, or nil.
func (a *App) clientCard(id engagement.ClientID) *engagement.Client {
	if a.pending.touches(engagement.ClientStream(id)) {
		return a.pending.view().Client(id)
	}
	return a.cards.clients[id]
}

// allClients answers every client the person may see.
func (a *App) allClients() []*engagement.Client {
	view := a.pending.view()
	byID := map[engagement.ClientID]*engagement.Client{}
	for id, c := range a.cards.clients {
		byID[id] = c
	}
	for _, id := range a.pending.clients() {
		if c := view.Client(id); c != nil {
			byID[id] = c
		}
	}
	all := make([]*engagement.Client, 0, len(byID))
	for _, c := range byID {
		if !c.Created.IsZero() && engagement.MaySee(glance{a, nil}, a.id.Staff, engagement.ClientStream(c.ID)) {
			all = append(all, c)
		}
	}
	return all
}

func (c *card) status(now time.Time) engagement.Status {
	s, _ := c.StatusAt(now)
	return s
}
