package app

// RequestDraft is a request before it is asked. Due is 2006-01-02 or empty.
type RequestDraft struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Due    string `json:"due"`
}

// RequestView is one item of the provided-by-client list. State is "asked", "answered", "accepted",
// "returned" or "withdrawn".
type RequestView struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Detail  string        `json:"detail"`
	State   string        `json:"state"`
	Words   string        `json:"words"` // "Accepted Feb 11", "Asked Feb 24 · 7 days", "3 files · 2:28 PM"
	Due     Due           `json:"due"`
	Answer  string        `json:"answer"` // files, cannot-find or none
	Note    string        `json:"note"`
	Reason  string        `json:"reason"`
	Why     string        `json:"why"`
	Files   []ArrivalFile `json:"files"`
	Open    bool          `json:"open"` // the client holds it
	Pending bool          `json:"pending"`
	Can     []string      `json:"can"` // accept, return, withdraw, remind
}

// AskRequests asks the client for more, in one act.
func (a *App) AskRequests(engagement string, requests []RequestDraft) (o Outcome, err error) {
	defer guard("AskRequests", &err)
	return a.askRequests(engagement, requests)
}

// WithdrawRequest takes a request back.
func (a *App) WithdrawRequest(engagement, request string) (o Outcome, err error) {
	defer guard("WithdrawRequest", &err)
	return a.withdrawRequest(engagement, request)
}

// RemindClient reminds about the named requests, or about all that are open when none is named. It
// fails with "reminded" within a day of the last one and "paused" while reminders are paused.
func (a *App) RemindClient(engagement string, requests []string) (o Outcome, err error) {
	defer guard("RemindClient", &err)
	return a.remindClient(engagement, requests)
}

// AcceptRequest says that what arrived is what was asked for.
func (a *App) AcceptRequest(engagement, request string) (o Outcome, err error) {
	defer guard("AcceptRequest", &err)
	return a.acceptRequest(engagement, request)
}

// ReturnRequest asks for a fix. reason is unreadable, wrong-period, incomplete, wrong-document or
// other; why is read by the client.
func (a *App) ReturnRequest(engagement, request, reason, why string) (o Outcome, err error) {
	defer guard("ReturnRequest", &err)
	return a.returnRequest(engagement, request, reason, why)
}

// AssignUpload gives an upload that came without a request to one.
func (a *App) AssignUpload(engagement, document, request string) (o Outcome, err error) {
	defer guard("AssignUpload", &err)
	return a.assignUpload(engagement, document, request)
}
