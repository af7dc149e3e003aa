package app

// The types of this file are the words that the views of the other files are made of. All view types
// are plain JSON: times are RFC 3339 strings beside ready words in the firm's zone, lists are never
// null, and an empty string means "nothing to show". What a view says is computed here, never in the
// interface.

// Moment is a point in time: At for sorting and tooltips, Words for reading ("2:28 PM", "Yesterday",
// "Mar 2").
type Moment struct {
	At    string `json:"at"`
	Words string `json:"words"`
}

// Person is a member of the staff or a contact as shown beside work.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	First    string `json:"first"`
	Initials string `json:"initials"`
	// Role is in words: "Manager", "President", or what the person does here: "preparer".
	Role string `json:"role"`
	// Away is in words, "away until 4:00 PM", or "".
	Away string `json:"away"`
	Me   bool   `json:"me"`
}

// Status is one of the six statuses or one of the three that lie on top. Code is "waiting",
// "preparation", "review", "ready", "signature", "complete", "on-hold", "on-extension" or "withdrawn".
type Status struct {
	Code       string `json:"code"`
	Words      string `json:"words"`
	ForClient  string `json:"forClient"`
	Since      Moment `json:"since"`
	SetByHand  bool   `json:"setByHand"`
	SetWhy     string `json:"setWhy"`
	ClientHeld bool   `json:"clientHeld"` // the client holds it: dashed
}

// StatusCount is one segment of a status bar.
type StatusCount struct {
	Code  string `json:"code"`
	Words string `json:"words"`
	Count int    `json:"count"`
}

// Due is a due date. State is "none", "ok", "soon" (14 days), "late" or "done".
type Due struct {
	Date  string `json:"date"` // 2006-01-02 or ""
	Words string `json:"words"`
	Days  int    `json:"days"`
	Left  string `json:"left"` // "13 d", "2 d late", "Filed"
	State string `json:"state"`
}

// EngagementRef names an engagement wherever another thing belongs to it.
type EngagementRef struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	ClientID string `json:"clientId"`
	Client   string `json:"client"`
	Initials string `json:"initials"`
	Status   Status `json:"status"`
}

// Outcome is what an act of the person came to. An act that is refused is an error instead.
type Outcome struct {
	// ID names what was made: a request, a message, a draft, an engagement.
	ID string `json:"id"`
	// Pending says that the act is signed on this computer and waits for the relay.
	Pending bool `json:"pending"`
	// Words are fit for a toast.
	Words string `json:"words"`
	// Undo names the act that takes it back, with ID as its target, or "". It is offered where nobody
	// outside was told and the other act restores exactly what was: an approval before it is published,
	// completing and reopening, the first status set by hand. What sends a mail is taken back by an act
	// of its own that says so.
	Undo string `json:"undo"`
}

// Choice is one line of a list to choose from.
type Choice struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Detail string `json:"detail"`
}

// Primary is the one filled action of a screen. Code is one of the codes in Can of the same view.
type Primary struct {
	Code   string `json:"code"`
	Label  string `json:"label"`
	Target string `json:"target"` // the id it acts on, where it has one
}
