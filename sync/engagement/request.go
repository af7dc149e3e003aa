package engagement

import (
	"slices"
	"time"
)

// Kinds of the request list.
const (
	RequestAsked     Kind = "request.asked"
	RequestWithdrawn Kind = "request.withdrawn"
	RequestReminded  Kind = "request.reminded"
	RequestAnswered  Kind = "request.answered"
	RequestAccepted  Kind = "request.accepted"
	RequestReturned  Kind = "request.returned"
)

// RequestState is where one request stands.
type RequestState string

// The states of a request.
const (
	Asked     RequestState = "asked"
	Answered  RequestState = "answered"
	Accepted  RequestState = "accepted"
	Returned  RequestState = "returned"
	Cancelled RequestState = "withdrawn"
)

// Answer is how a contact answered.
type Answer string

// The answers. "I can't find it" is an answer.
const (
	WithFiles  Answer = "files"
	CannotFind Answer = "cannot-find"
	ThereIsnt  Answer = "none"
)

// Request is one item of the provided-by-client list.
type Request struct {
	ID        RequestID    `json:"id"`
	Title     string       `json:"title"`
	Detail    string       `json:"detail,omitempty"`
	Due       string       `json:"due,omitempty"`
	State     RequestState `json:"state"`
	Asked     time.Time    `json:"asked"`
	AskedBy   Actor        `json:"askedBy"`
	Reminded  *time.Time   `json:"reminded,omitempty"`
	Reminders int          `json:"reminders,omitempty"`
	Answer    Answer       `json:"answer,omitempty"`
	Note      string       `json:"note,omitempty"`
	Answered  *time.Time   `json:"answered,omitempty"`
	By        Actor        `json:"by,omitempty"` // who answered
	Documents []DocumentID `json:"documents,omitempty"`
	Reason    string       `json:"reason,omitempty"` // a code, see RequestReturnedBody
	Why       string       `json:"why,omitempty"`
	Settled   *time.Time   `json:"settled,omitempty"` // accepted or returned
}

// Open says that the client holds it.
func (r *Request) Open() bool { return r.State == Asked || r.State == Returned }

// Request finds a request by id, or nil.
func (e *Engagement) Request(id RequestID) *Request {
	for _, r := range e.Requests {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Counts answers how many requests are in and how many were asked for, without
// the withdrawn ones.
func (e *Engagement) Counts() (in, all int) {
	for _, r := range e.Requests {
		if r.State == Cancelled {
			continue
		}
		all++
		if !r.Open() {
			in++
		}
	}
	return in, all
}

// RequestAskedBody is the body of request.asked.
type RequestAskedBody struct {
	Request RequestID `json:"request"`
	Due     string    `json:"due,omitempty"`
}

// RequestPrivate is the private part of request.asked.
type RequestPrivate struct {
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
}

func requestAsked(a *act, b *RequestAskedBody, p *RequestPrivate) Refusal {
	switch {
	case b.Request == "" || !validDue(b.Due):
		return malformed("a request needs an id and a real date")
	case a.eng.Request(b.Request) != nil:
		return exists("This request")
	case a.blank(p.Title):
		return malformed("a request needs a title")
	}
	a.eng.Requests = append(a.eng.Requests, &Request{
		ID: b.Request, Title: p.Title, Detail: p.Detail, Due: b.Due,
		State: Asked, Asked: a.When(), AskedBy: a.By,
	})
	a.note(string(b.Request))
	return accepted
}

// RequestRef is the body of kinds that name one request.
type RequestRef struct {
	Request RequestID `json:"request"`
}

func requestWithdrawn(a *act, b *RequestRef, _ *none) Refusal {
	r := a.eng.Request(b.Request)
	switch {
	case r == nil:
		return missing("This request")
	case r.State == Cancelled:
		return notOpen("This request was withdrawn already.")
	}
	r.State = Cancelled
	a.note(string(b.Request))
	return accepted
}

// RemindedBody is the body of request.reminded: one reminder for all that is
// named.
type RemindedBody struct {
	Requests []RequestID `json:"requests"`
}

// ReminderRest is how long a client is left in peace after a reminder about an
// engagement: once a day at most, with room for a reminder at 9 after one at 10.
const ReminderRest = 20 * time.Hour

func requestReminded(a *act, b *RemindedBody, _ *none) Refusal {
	var open []*Request
	for _, id := range b.Requests {
		if r := a.eng.Request(id); r != nil && r.Open() && !slices.Contains(open, r) {
			open = append(open, r)
		}
	}
	if len(open) == 0 {
		return notOpen("Everything named here is answered already, so there is nothing to remind about.")
	}
	if r := a.mayRemind(); !r.OK() {
		return r
	}
	at := a.When()
	for _, r := range open {
		r.Reminded = &at
		r.Reminders++
	}
	a.note(string(open[0].ID))
	return accepted
}

// mayRemind says whether the client can be reminded about this engagement now,
// of whatever it is.
func (a *act) mayRemind() Refusal {
	at := a.When()
	status, _ := a.eng.StatusAt(at)
	switch last := a.eng.LastReminder(); {
	case a.client != nil && a.client.RemindersPaused:
		return Refusal{CodePaused, "Reminders to this client are paused.", "Resume them on the client's page first."}
	case status == OnHold || status == Withdrawn || a.eng.Completed != nil:
		return Refusal{CodePaused, "This engagement is " + status.Internal() + ", so the client is not reminded.", ""}
	case last != nil && at.Sub(*last) < ReminderRest:
		return Refusal{CodeReminded, "They were reminded less than a day ago.", "The next reminder can go out tomorrow."}
	}
	return accepted
}

// LastReminder is when the client was last reminded about this engagement: of
// requests, or to sign.
func (e *Engagement) LastReminder() *time.Time {
	var last *time.Time
	later := func(at *time.Time) {
		if at != nil && (last == nil || at.After(*last)) {
			last = at
		}
	}
	for _, r := range e.Requests {
		later(r.Reminded)
	}
	for _, d := range e.Deliverables {
		later(d.Reminded)
	}
	return last
}

// RequestAnsweredBody is the body of request.answered, by a contact. The
// documents were uploaded in the same action.
type RequestAnsweredBody struct {
	Request   RequestID    `json:"request"`
	Answer    Answer       `json:"answer"`
	Documents []DocumentID `json:"documents,omitempty"`
}

// NotePrivate is the private part of kinds that carry a contact's words.
type NotePrivate struct {
	Note string `json:"note,omitempty"`
	Via  *Via   `json:"via,omitempty"`
}

func requestAnswered(a *act, b *RequestAnsweredBody, p *NotePrivate) Refusal {
	r := a.eng.Request(b.Request)
	switch {
	case r == nil:
		return missing("This request")
	case r.State == Cancelled:
		return notOpen("This is no longer needed. Thank you.")
	case (b.Answer == WithFiles) != (len(b.Documents) > 0):
		return malformed("an answer with files has files, and no other has")
	case b.Answer != WithFiles && b.Answer != CannotFind && b.Answer != ThereIsnt:
		return malformed("there is no such answer")
	case b.Answer != WithFiles && r.State == Accepted:
		return notOpen("Your accountant has accepted this already. Thank you.")
	}
	for i, id := range b.Documents {
		switch d := a.eng.Document(id); {
		case d == nil || d.Lane != FromClient:
			return missing("A file of this answer")
		case d.Request != "" || slices.Contains(b.Documents[:i], id):
			return notOpen("A file of this answer belongs to a request already.")
		}
	}
	r.answer(a, b, p.Note)
	a.note(string(b.Request))
	return accepted
}

// answer takes an answer; one after another adds its files. What was accepted
// stays accepted only until more files arrive.
func (r *Request) answer(a *act, b *RequestAnsweredBody, note string) {
	at := a.When()
	for _, id := range b.Documents {
		a.eng.change(a.eng.Document(id)).Request = r.ID
	}
	r.State, r.Answer, r.Note, r.Answered, r.By = Answered, b.Answer, note, &at, a.By
	r.Documents = append(r.Documents, b.Documents...)
	r.Reason, r.Why, r.Settled = "", "", nil
}

func requestAccepted(a *act, b *RequestRef, _ *none) Refusal {
	r := a.eng.Request(b.Request)
	switch {
	case r == nil:
		return missing("This request")
	case r.State != Answered:
		return notOpen("Only an answered request can be accepted.")
	}
	at := a.When()
	r.State, r.Settled = Accepted, &at
	a.eng.finish(string(r.ID), at)
	a.note(string(b.Request))
	return accepted
}

// RequestReturnedBody is the body of request.returned. Reason is a code:
// unreadable, wrong-period, incomplete, wrong-document or other.
type RequestReturnedBody struct {
	Request RequestID `json:"request"`
	Reason  string    `json:"reason"`
}

var returnReasons = map[string]bool{
	"unreadable": true, "wrong-period": true, "incomplete": true, "wrong-document": true, "other": true,
}

func requestReturned(a *act, b *RequestReturnedBody, p *WhyPrivate) Refusal {
	r := a.eng.Request(b.Request)
	switch {
	case r == nil:
		return missing("This request")
	case r.State != Answered && r.State != Accepted:
		return notOpen("Only an answered request can be returned.")
	case !returnReasons[b.Reason]:
		return malformed("there is no such reason")
	}
	at := a.When()
	r.State, r.Reason, r.Why, r.Settled = Returned, b.Reason, p.Why, &at
	a.eng.finish(string(r.ID), at)
	a.note(string(b.Request))
	return accepted
}
