package app

// Today is what needs the person, and what moved without them.
type Today struct {
	Date    string       `json:"date"`    // "Tuesday, March 3"
	Summary string       `json:"summary"` // "13 things need you, Priya. 27 others moved without you."
	Due     DueBar       `json:"due"`
	Groups  []TodayGroup `json:"groups"`
	Moved   MovedToday   `json:"moved"`
	Refused []RefusedAct `json:"refused"`
}

// DueBar is the next due date of the person's work. An empty Date means there is none.
type DueBar struct {
	Date   string        `json:"date"`
	Words  string        `json:"words"`  // "Due Mon, Mar 16"
	Detail string        `json:"detail"` // "41 returns · 13 days"
	Counts []StatusCount `json:"counts"`
}

// TodayGroup is one kind of thing: "arrived", "message", "review", "signature" or, where something
// waits for it, "release".
type TodayGroup struct {
	Kind  string      `json:"kind"`
	Title string      `json:"title"`
	Hint  string      `json:"hint"`
	Items []TodayItem `json:"items"`
}

// TodayItem is one row. About is the id of the request, document, message, draft or deliverable; of
// "release", the engagement.
type TodayItem struct {
	ID         string        `json:"id"`
	Kind       string        `json:"kind"`
	Engagement EngagementRef `json:"engagement"`
	About      string        `json:"about"`
	Who        string        `json:"who"`
	What       string        `json:"what"`
	Tag        string        `json:"tag"` // "Needs a home", "2 notes answered"
	TagWarns   bool          `json:"tagWarns"`
	Meta       string        `json:"meta"` // "3 files", "48 pages", "0 of 1"
	Moment     Moment        `json:"moment"`
	Strong     bool          `json:"strong"` // it is this person's turn
	Queued     bool          `json:"queued"`
}

// MovedToday is what happened without the person.
type MovedToday struct {
	Count int         `json:"count"`
	Words string      `json:"words"` // "11 files filed · 9 statuses moved"
	Items []TodayItem `json:"items"`
}

// Arrival is the inspector of something that a client sent. Request is empty for an upload without
// one: it needs a home.
type Arrival struct {
	Engagement EngagementRef `json:"engagement"`
	Title      string        `json:"title"`
	About      string        `json:"about"`
	Request    string        `json:"request"`
	Lead       string        `json:"lead"` // "Since Ruth pressed Send at 2:28 PM"
	Done       []string      `json:"done"` // what Tieout did already
	Note       string        `json:"note"` // the contact's words
	Folder     string        `json:"folder"`
	Files      []ArrivalFile `json:"files"`
	Waiting    []WaitingFor  `json:"waiting"`
	Homes      []Choice      `json:"homes"` // requests it could belong to
	Can        []string      `json:"can"`   // accept, return, assign, open-folder
}

// ArrivalFile is one file of an arrival. Path is inside the work file and empty until it is filed.
type ArrivalFile struct {
	Document string `json:"document"`
	Version  string `json:"version"`
	Name     string `json:"name"`
	Pages    string `json:"pages"` // "6 pages", or "" where the bytes are not here
	Size     string `json:"size"`
	Media    string `json:"media"`
	Path     string `json:"path"`
	Filed    bool   `json:"filed"`
	State    string `json:"state"` // "filed", "erased" or why it is not filed yet, in words
}

// WaitingFor is one request that the client still holds.
type WaitingFor struct {
	Request string `json:"request"`
	Title   string `json:"title"`
	Words   string `json:"words"` // "asked Feb 24, reminded Mar 2"
}

// Today answers from this computer.
func (a *App) Today() (t Today, err error) {
	defer guard("Today", &err)
	return a.today()
}

// Arrival is the inspector of one row of the arrivals: about is a request or a document.
func (a *App) Arrival(engagement, about string) (v Arrival, err error) {
	defer guard("Arrival", &err)
	return a.arrival(engagement, about)
}
