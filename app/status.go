package app

// SyncStatus is the pill in the title bar and the list behind it.
type SyncStatus struct {
	// State is "tied", "syncing", "offline", "share-unreachable", "to-settle" or "portal-off".
	State  string `json:"state"`
	Label  string `json:"label"`  // "Tied out"
	Detail string `json:"detail"` // "2 s ago"
	Since  Moment `json:"since"`
	// Last is when the relay last confirmed that nothing is missing.
	Last     Moment       `json:"last"`
	Progress float64      `json:"progress"` // 0 to 1 while syncing
	Banner   string       `json:"banner"`   // one line for a whole-app condition, or ""
	Waiting  []QueueItem  `json:"waiting"`
	Refused  []RefusedAct `json:"refused"`
	Holds    []Hold       `json:"holds"`
	Roots    []RootView   `json:"roots"`
	// Filing says who files uploads on the share: "Filing: this computer, Priya's laptop" or "Nobody is
	// filing since 6:02 PM".
	Filing  string `json:"filing"`
	NoFiler bool   `json:"noFiler"`
}

// QueueItem is one act or file that waits for the relay, and why.
type QueueItem struct {
	ID         string  `json:"id"`
	Words      string  `json:"words"`
	Why        string  `json:"why"`
	Engagement string  `json:"engagement"`
	Moment     Moment  `json:"moment"`
	Progress   float64 `json:"progress"`
}

// RefusedAct is a card: an act that was signed here and that the relay did not take. Retry names the
// act that does it again on what is true now ("approve", "publish", …), or "".
type RefusedAct struct {
	ID         string        `json:"id"`
	Title      string        `json:"title"`
	Message    string        `json:"message"`
	Hint       string        `json:"hint"`
	Code       string        `json:"code"`
	Engagement EngagementRef `json:"engagement"`
	Draft      string        `json:"draft"`
	Retry      string        `json:"retry"`
	Moment     Moment        `json:"moment"`
}

// Hold is a number of files that went missing at once from one work file. Nothing is withdrawn from
// the client until somebody decides.
type Hold struct {
	Engagement EngagementRef `json:"engagement"`
	Files      []string      `json:"files"`
	Moment     Moment        `json:"moment"`
}

// SyncStatus answers at once, from this computer.
func (a *App) SyncStatus() (s SyncStatus, err error) {
	defer guard("SyncStatus", &err)
	return a.syncStatus()
}

// SyncNow looks at the relay and the share now. It returns at once.
func (a *App) SyncNow() (err error) {
	defer guard("SyncNow", &err)
	return a.syncNow()
}

// DismissRefused puts a card away.
func (a *App) DismissRefused(id string) (err error) {
	defer guard("DismissRefused", &err)
	return a.dismissRefused(id)
}

// DecideHold settles files that went missing at once: withdraw takes them back from the client, else
// the client keeps seeing them.
func (a *App) DecideHold(engagement string, withdraw bool) (err error) {
	defer guard("DecideHold", &err)
	return a.decideHold(engagement, withdraw)
}
