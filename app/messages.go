package app

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
