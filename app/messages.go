package app

import (
	"cmp"
	"slices"
	"strings"

	"tieout/sync/engagement"
)

// ThreadList is the conversations; there is one with each client's engagement.
type ThreadList struct {
	Threads []ThreadRow `json:"threads"`
	Views   []ViewCount `json:"views"` // mine, clients, unanswered
}

// ThreadRow is one conversation.
type ThreadRow struct {
	Engagement EngagementRef `json:"engagement"`
	Who        string        `json:"who"`
	Last       string        `json:"last"` // "You: Draft 2 is with Dana."
	Moment     Moment        `json:"moment"`
	Mine       bool          `json:"mine"`       // waits for this person
	Unanswered bool          `json:"unanswered"` // waits for somebody
	Queued     bool          `json:"queued"`
}

// Thread is one conversation with its surroundings.
type Thread struct {
	Engagement EngagementRef `json:"engagement"`
	Title      string        `json:"title"`
	Subtitle   string        `json:"subtitle"`
	Routing    Routing       `json:"routing"`
	Days       []ThreadDay   `json:"days"`
	Open       []WaitingFor  `json:"open"`
	In         int           `json:"in"`
	Asked      int           `json:"asked"`
	Order      []RouteStep   `json:"order"` // who gets this client's messages
	Contacts   []Person      `json:"contacts"`
	Can        []string      `json:"can"` // post-message, post-note, settle, hand-over, snooze
	Staff      []Person      `json:"staff"`
}

// Routing says who answers and why. Task is empty when nothing waits for an answer.
type Routing struct {
	Task    string `json:"task"`
	To      Person `json:"to"`
	Words   string `json:"words"` // "Routed to you. Tom prepares this engagement but is away until 4:00 PM, and you are his cover."
	Snoozed string `json:"snoozed"`
}

// RouteStep is one person who gets the messages, in order.
type RouteStep struct {
	Person
	Words string `json:"words"` // "preparer · away", "cover · now"
	Now   bool   `json:"now"`
}

// ThreadDay is the messages of one day.
type ThreadDay struct {
	Label string          `json:"label"`
	Items []ThreadMessage `json:"items"`
}

// ThreadMessage is one message, or an office note that the client never sees.
type ThreadMessage struct {
	ID         string `json:"id"`
	By         Person `json:"by"`
	FromClient bool   `json:"fromClient"`
	Office     bool   `json:"office"`
	Text       string `json:"text"`
	Moment     Moment `json:"moment"`
	About      string `json:"about"` // "Vehicle purchase invoice, still open"
	AboutID    string `json:"aboutId"`
	Pending    bool   `json:"pending"`
}

// Threads lists conversations. view is "mine", "clients" or "unanswered".
func (a *App) Threads(view string) (l ThreadList, err error) {
	defer guard("Threads", &err)
	return a.threads(view)
}

// Thread is the conversation of an engagement.
func (a *App) Thread(engagement string) (t Thread, err error) {
	defer guard("Thread", &err)
	return a.thread(engagement)
}

// PostMessage writes to the client; about may name a request or a deliverable. It answers what was
// asked before.
func (a *App) PostMessage(engagement, text, about string) (o Outcome, err error) {
	defer guard("PostMessage", &err)
	return a.postMessage(engagement, text, about)
}

// PostNote writes a note that only the office sees.
func (a *App) PostNote(engagement, text string) (o Outcome, err error) {
	defer guard("PostNote", &err)
	return a.postNote(engagement, text)
}

func (a *App) threads(view string) (ThreadList, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	l := ThreadList{Threads: []ThreadRow{}}
	counts := map[string]int{}
	for _, c := range a.allCards() {
		row, any := a.threadRow(c)
		if !any {
			continue
		}
		for _, v := range []struct {
			code string
			in   bool
		}{{"mine", row.Mine}, {"clients", true}, {"unanswered", row.Unanswered}} {
			if v.in {
				counts[v.code]++
			}
			if v.in && v.code == view {
				l.Threads = append(l.Threads, row)
			}
		}
	}
	slices.SortFunc(l.Threads, func(x, y ThreadRow) int {
		return cmp.Or(strings.Compare(y.Moment.At, x.Moment.At), strings.Compare(x.Engagement.ID, y.Engagement.ID))
	})
	l.Views = []ViewCount{
		{"mine", "For me", counts["mine"]}, {"clients", "Clients", counts["clients"]}, {"unanswered", "Unanswered", counts["unanswered"]},
	}
	return l, nil
}

func (a *App) threadRow(c *card) (row ThreadRow, any bool) {
	if len(c.Messages) == 0 {
		return row, false
	}
	last := c.Messages[len(c.Messages)-1]
	row = ThreadRow{
		Engagement: a.ref(c), Moment: a.moment(last.At), Last: snippet(last.Text, 90),
		Who: a.clientName(c.Client), Queued: last.Pending,
	}
	if last.By.Contact() != "" {
		row.Who = a.by(c.Client, last.By).Name
	} else if who := a.contacts(c.Client); len(who) > 0 {
		row.Who = who[0].Name
	}
	if last.By.Staff() != "" {
		row.Last = a.actorOf(c.Client, last.By) + ": " + row.Last
	}
	for _, t := range c.Tasks {
		if t.Kind == engagement.TaskReply && t.Done == nil {
			row.Unanswered = true
			row.Mine = row.Mine || t.To == a.id.Staff && (t.Snoozed == nil || !a.now().Before(*t.Snoozed))
		}
	}
	return row, true
}

func (a *App) thread(id string) (Thread, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Thread{}, err
	}
	a.noteOpened(id)
	t := Thread{
		Engagement: a.refOf(e), Title: e.Title, Days: a.days(e), Open: a.waitingFor(e), Order: a.routeOrder(e),
		Contacts: a.contacts(e.Client), Staff: a.activeStaff(engagement.Partner, engagement.Manager, engagement.Preparer),
	}
	t.In, t.Asked = e.Counts()
	t.Subtitle = a.clientName(e.Client) + " · " + e.Title
	if task := openReply(e); task != nil {
		if m := e.Message(engagement.MessageID(task.About)); m != nil {
			t.Title = snippet(m.Text, 60)
			t.Subtitle = a.by(e.Client, m.By).Name + " · " + t.Subtitle
		}
		t.Routing = a.routing(e, task)
	}
	c := newCan()
	c.when(a.mayWork(), "post-message")
	c.when(a.me() != nil, "post-note")
	c.when(t.Routing.Task != "", "settle", "hand-over", "snooze")
	t.Can = c
	return t, nil
}

// openReply is the newest message that waits for an answer.
func openReply(e *engagement.Engagement) *engagement.Task {
	for _, t := range slices.Backward(e.Tasks) {
		if t.Kind == engagement.TaskReply && t.Done == nil {
			return t
		}
	}
	return nil
}

func (a *App) routing(e *engagement.Engagement, t *engagement.Task) Routing {
	r := Routing{Task: t.About, To: a.staffPerson(t.To)}
	to := r.To.First
	if t.To == a.id.Staff {
		to = "you"
	}
	r.Words = "Routed to " + to + ". " + a.because(e, t.To, t.Because)
	if t.Snoozed != nil && a.now().Before(*t.Snoozed) {
		r.Snoozed = "Put away until " + a.moment(*t.Snoozed).Words
	}
	return r
}

// because says in a sentence why somebody was chosen.
func (a *App) because(e *engagement.Engagement, to engagement.StaffID, why engagement.Because) string {
	who, inside, have := a.staffPerson(to).First, a.staffPerson(to).First, " is"
	if to == a.id.Staff {
		who, inside, have = "You", "you", " are"
	}
	covers := func(id engagement.StaffID, does string) string {
		p := a.staffPerson(id)
		away := cmp.Or(p.Away, "was away then")
		if p.Away != "" {
			away = "is " + away
		}
		return p.First + " " + does + " this engagement but " + away + ", and " + inside + have + " the cover."
	}
	switch why {
	case engagement.IsPreparer:
		return who + have + " the preparer."
	case engagement.IsManager:
		return who + have + " the manager."
	case engagement.IsPartner:
		return who + have + " the partner."
	case engagement.CoversPreparer:
		return covers(e.People.Preparer, "prepares")
	case engagement.CoversManager:
		return covers(e.People.Manager, "manages")
	case engagement.CoversPartner:
		return covers(e.People.Partner, "is the partner of")
	case engagement.IsAdministrator:
		return "Nobody who works on it is in, so it went to an administrator."
	}
	return "A colleague handed it over."
}

// routeOrder is who gets this client's messages, and who does now.
func (a *App) routeOrder(e *engagement.Engagement) []RouteStep {
	steps := []RouteStep{}
	now, _ := engagement.RouteIn(a.pending.view(), e, a.now())
	for _, p := range a.team(e) {
		step := RouteStep{Person: p, Words: p.Role, Now: p.ID == string(now)}
		if p.Away != "" {
			step.Words += " · away"
		}
		if step.Now {
			step.Words += " · now"
		}
		steps = append(steps, step)
	}
	if now != "" && !slices.ContainsFunc(steps, func(s RouteStep) bool { return s.Now }) {
		steps = append(steps, RouteStep{Person: a.staffPerson(now), Words: "cover · now", Now: true})
	}
	return steps
}

func (a *App) days(e *engagement.Engagement) []ThreadDay {
	days := []ThreadDay{}
	now := a.now().In(a.zone())
	for _, m := range e.Messages {
		at := m.At.In(a.zone())
		label := at.Format("Monday, Jan 2")
		switch daysBetween(at, now) {
		case 0:
			label = "Today"
		case 1:
			label = "Yesterday"
		}
		if n := len(days); n == 0 || days[n-1].Label != label {
			days = append(days, ThreadDay{Label: label, Items: []ThreadMessage{}})
		}
		day := &days[len(days)-1]
		day.Items = append(day.Items, ThreadMessage{
			ID: string(m.ID), By: a.by(e.Client, m.By), FromClient: m.By.Contact() != "", Office: m.Office, Text: m.Text,
			Moment: Moment{At: a.moment(m.At).At, Words: at.Format("3:04 PM")}, About: a.aboutWords(e, m.About), AboutID: m.About,
			Pending: m.Pending,
		})
	}
	return days
}

func (a *App) aboutWords(e *engagement.Engagement, about string) string {
	if r := e.Request(engagement.RequestID(about)); r != nil {
		if r.Open() {
			return r.Title + ", still open"
		}
		return r.Title
	}
	if d := e.Deliverable(engagement.DeliverableID(about)); d != nil {
		return d.Title
	}
	return ""
}

func (a *App) postMessage(id, text, about string) (Outcome, error) {
	body := engagement.MessageBody{Message: engagement.MessageID(a.newID()), About: about}
	o, err := a.do(act{Words: "Send a message"}, "Sent",
		on(id, engagement.MessagePosted, body, engagement.TextPrivate{Text: strings.TrimSpace(text)}))
	o.ID = string(body.Message)
	return o, err
}

func (a *App) postNote(id, text string) (Outcome, error) {
	body := engagement.MessageBody{Message: engagement.MessageID(a.newID())}
	o, err := a.do(act{Words: "Leave a note for the office"}, "Noted for the office",
		on(id, engagement.NotePosted, body, engagement.TextPrivate{Text: strings.TrimSpace(text)}))
	o.ID = string(body.Message)
	return o, err
}
