package app

import (
	"slices"
	"strings"

	"tieout/sync/engagement"
)

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

func (a *App) askRequests(id string, requests []RequestDraft) (Outcome, error) {
	drafts, err := a.asked(engagement.EngagementStream(engagement.EngagementID(id)), requests)
	if err != nil {
		return Outcome{}, err
	}
	if len(drafts) == 0 {
		return Outcome{}, failure(CodeInput, "There is nothing to ask for yet.", "Write what you need from the client.")
	}
	return a.do(act{Words: "Ask for " + counted(len(requests), "thing", "things")}, "Asked", drafts...)
}

// asked makes the events of asking.
func (a *App) asked(stream engagement.Stream, requests []RequestDraft) ([]fact, error) {
	var drafts []fact
	for _, r := range requests {
		title := strings.TrimSpace(r.Title)
		if title == "" {
			return nil, failure(CodeInput, "A request needs a title.", "Say in a few words what you need.")
		}
		drafts = append(drafts, fact{
			Stream: stream, Kind: engagement.RequestAsked,
			Body:    engagement.RequestAskedBody{Request: engagement.RequestID(a.newID()), Due: r.Due},
			Private: engagement.RequestPrivate{Title: title, Detail: strings.TrimSpace(r.Detail)},
		})
	}
	return drafts, nil
}

func (a *App) withdrawRequest(id, request string) (Outcome, error) {
	return a.do(act{Words: "Withdraw a request"}, "Withdrawn",
		on(id, engagement.RequestWithdrawn, engagement.RequestRef{Request: engagement.RequestID(request)}, nil))
}

func (a *App) remindClient(id string, requests []string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.engagement(id)
	if err != nil {
		return Outcome{}, err
	}
	body := engagement.RemindedBody{}
	for _, r := range e.Requests {
		if r.Open() && (len(requests) == 0 || slices.Contains(requests, string(r.ID))) {
			body.Requests = append(body.Requests, r.ID)
		}
	}
	return a.doLocked(act{Words: "Remind " + a.clientName(e.Client), Retry: "remind-client"},
		"Reminded about "+counted(len(body.Requests), "request", "requests"), on(id, engagement.RequestReminded, body, nil))
}

func (a *App) acceptRequest(id, request string) (Outcome, error) {
	return a.do(act{Words: "Accept a request", Retry: "accept-request"}, "Accepted",
		on(id, engagement.RequestAccepted, engagement.RequestRef{Request: engagement.RequestID(request)}, nil))
}

func (a *App) returnRequest(id, request, reason, why string) (Outcome, error) {
	return a.do(act{Words: "Ask for a fix"}, "Asked for a fix", on(id, engagement.RequestReturned,
		engagement.RequestReturnedBody{Request: engagement.RequestID(request), Reason: reason},
		engagement.WhyPrivate{Why: strings.TrimSpace(why)}))
}

func (a *App) assignUpload(id, document, request string) (Outcome, error) {
	return a.do(act{Words: "Give an upload a home"}, "Filed under the request", on(id, engagement.DocumentAssigned,
		engagement.AssignedBody{Document: engagement.DocumentID(document), Request: engagement.RequestID(request)}, nil))
}

func (a *App) requestViews(e *engagement.Engagement) []RequestView {
	all := []RequestView{}
	for _, r := range e.Requests {
		all = append(all, a.requestView(e, r))
	}
	return all
}

func (a *App) requestView(e *engagement.Engagement, r *engagement.Request) RequestView {
	v := RequestView{
		ID: string(r.ID), Title: r.Title, Detail: r.Detail, State: string(r.State), Words: a.requestWords(r),
		Due: a.due(r.Due, !r.Open()), Answer: string(r.Answer), Note: r.Note, Reason: r.Reason, Why: r.Why,
		Files: []ArrivalFile{}, Open: r.Open(), Pending: a.waits(string(r.ID)),
	}
	for _, id := range r.Documents {
		if d := e.Document(id); d != nil {
			v.Files = append(v.Files, a.arrivalFile(e, d))
		}
	}
	c := newCan()
	work := a.mayWork()
	c.when(work && r.State == engagement.Answered, "accept")
	c.when(work && (r.State == engagement.Answered || r.State == engagement.Accepted), "return")
	c.when(work && r.Open(), "remind")
	c.when(work && r.State != engagement.Cancelled, "withdraw")
	v.Can = c
	return v
}

// requestWords says where a request stands: "Accepted Feb 11", "Asked Feb 24 · 7 days".
func (a *App) requestWords(r *engagement.Request) string {
	switch r.State {
	case engagement.Accepted:
		return "Accepted " + a.momentOf(r.Settled).Words
	case engagement.Returned:
		return "Sent back " + a.momentOf(r.Settled).Words
	case engagement.Cancelled:
		return "Withdrawn"
	case engagement.Answered:
		at := a.momentOf(r.Answered).Words
		switch r.Answer {
		case engagement.CannotFind:
			return "“I can't find it” · " + at
		case engagement.ThereIsnt:
			return "“There isn't one” · " + at
		}
		return counted(len(r.Documents), "file", "files") + " · " + at
	}
	if r.Reminded != nil {
		return "Reminded " + a.moment(*r.Reminded).Words
	}
	days := daysBetween(r.Asked.In(a.zone()), a.now().In(a.zone()))
	if days < 1 {
		return "Asked " + a.moment(r.Asked).Words
	}
	return "Asked " + a.moment(r.Asked).Words + " · " + counted(days, "day", "days")
}

// waitingFor lists what the client still holds.
func (a *App) waitingFor(e *engagement.Engagement) []WaitingFor {
	all := []WaitingFor{}
	for _, r := range e.Requests {
		if !r.Open() {
			continue
		}
		words := "asked " + a.moment(r.Asked).Words
		if r.Reminded != nil {
			words += ", reminded " + a.moment(*r.Reminded).Words
		}
		all = append(all, WaitingFor{Request: string(r.ID), Title: r.Title, Words: words})
	}
	return all
}

// waits says whether an act about something waits here to be sent.
func (a *App) waits(about string) bool {
	return a.pending.waitingFor(func(e *engagement.Event) bool {
		return strings.Contains(string(e.Body), `"`+about+`"`)
	}) != ""
}
