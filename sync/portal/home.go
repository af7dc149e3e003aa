package portal

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"tieout/sync/engagement"
)

// Home answers the three questions, in their order.
type Home struct {
	Greeting string `json:"greeting"`
	Work     []Work `json:"work" nullable:"false" doc:"What's happening, the most urgent first."`
	Needs    []Need `json:"needs" nullable:"false" doc:"What we need from you, the earliest first."`
	Next     []Step `json:"next" nullable:"false" doc:"What you can do next."`
	Also     []Also `json:"also" nullable:"false" doc:"Work for the other clients of this person."`
}

// Work is one engagement as its client reads it.
type Work struct {
	Engagement engagement.EngagementID `json:"engagement"`
	Title      string                  `json:"title"`
	Status     engagement.Status       `json:"status" enum:"waiting,preparation,review,ready,signature,complete,on-hold,on-extension,withdrawn"`
	StatusText string                  `json:"statusText"`
	Until      string                  `json:"until,omitempty" doc:"The day of an extension, in words."`
	Sentence   string                  `json:"sentence"`
	Due        string                  `json:"due,omitempty" doc:"In words: March 16."`
	Steps      []string                `json:"steps" nullable:"false"`
	Step       int                     `json:"step" doc:"From 1; 0 where the steps do not apply."`
	Part       float64                 `json:"part" doc:"How much of this step is done, 0 to 1."`
	Received   int                     `json:"received"`
	Asked      int                     `json:"asked"`
	Last       string                  `json:"last,omitempty" doc:"The last thing that happened, as a sentence."`
}

// Need is one thing the client holds.
type Need struct {
	Kind       string                  `json:"kind" enum:"request,signature"`
	ID         string                  `json:"id"`
	Engagement engagement.EngagementID `json:"engagement"`
	Work       string                  `json:"work"`
	Title      string                  `json:"title"`
	Detail     string                  `json:"detail,omitempty"`
	Due        string                  `json:"due,omitempty"`
	DueText    string                  `json:"dueText,omitempty"`
	Late       bool                    `json:"late"`
	Again      string                  `json:"again,omitempty" doc:"Why it came back."`
}

// Step is one thing the client can do.
type Step struct {
	Kind       string                  `json:"kind" enum:"read,ask,find,send"`
	Title      string                  `json:"title"`
	Detail     string                  `json:"detail,omitempty"`
	Engagement engagement.EngagementID `json:"engagement,omitempty"`
	Document   engagement.DocumentID   `json:"document,omitempty"`
	Number     int                     `json:"number,omitempty" doc:"The version of the document to read."`
}

// Also is work for another client of the same person.
type Also struct {
	Client     engagement.ClientID `json:"client"`
	ClientName string              `json:"clientName"`
	Title      string              `json:"title"`
	Status     engagement.Status   `json:"status" enum:"waiting,preparation,review,ready,signature,complete,on-hold,on-extension,withdrawn"`
	StatusText string              `json:"statusText"`
	Until      string              `json:"until,omitempty"`
	Sentence   string              `json:"sentence"`
}

// AtClient is the part of a path that names the client.
type AtClient struct {
	Client engagement.ClientID `path:"client"`
}

func (p *Portal) homeRoutes() {
	register(p, http.MethodGet, "/clients/{client}/home", "home", "The three questions.", p.home)
}

func (p *Portal) home(ctx context.Context, in *AtClient) (*body[Home], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	h := Home{Greeting: v.clock().greeting(v.me.Name), Work: v.work(), Needs: v.needs(), Next: v.next(), Also: []Also{}}
	for _, a := range v.all {
		if a.Client == v.at.Client {
			continue
		}
		other, err := p.look(ctx, v.visitor, a, v.all)
		if err != nil {
			return nil, err
		}
		h.Also = append(h.Also, other.also()...)
	}
	return answer(h), nil
}

// urgency orders work: what the client holds, then what moves, then what is over.
func urgency(s engagement.Status) int {
	switch s {
	case engagement.OutForSigning:
		return 0
	case engagement.Waiting:
		return 1
	case engagement.Complete, engagement.Withdrawn:
		return 3
	}
	return 2
}

func (v *visit) sorted() []*engagement.Engagement {
	all := slices.Clone(v.Engagements)
	slices.SortStableFunc(all, func(a, b *engagement.Engagement) int {
		sa, _ := shown(a)
		sb, _ := shown(b)
		return cmp.Or(cmp.Compare(urgency(sa), urgency(sb)), cmp.Compare(dueKey(a.Due), dueKey(b.Due)))
	})
	return all
}

// dueKey sorts days as they are and no day last.
func dueKey(due string) string { return cmp.Or(due, "9999") }

func (v *visit) work() []Work {
	c := v.clock()
	out := []Work{}
	for _, e := range v.sorted() {
		status, _ := shown(e)
		in, all := e.Counts()
		w := Work{
			Engagement: e.ID, Title: e.Title, Status: status, StatusText: statusText(c, e), Until: extended(c, e),
			Sentence: happening(v.Firm, e, v.at.Contact), Steps: steps, Step: stepOf[status],
			Received: in, Asked: all, Last: latest(c, v.Firm, e),
		}
		if w.Step == 1 && all > 0 {
			w.Part = float64(in) / float64(all)
		}
		if status != engagement.Complete && status != engagement.Withdrawn {
			w.Due = c.long(e.Due)
		}
		out = append(out, w)
	}
	return out
}

// needs lists what the client holds: signatures and open requests, the
// earliest due first.
func (v *visit) needs() []Need {
	c := v.clock()
	out := []Need{}
	for _, e := range v.Engagements {
		if s, _ := shown(e); s == engagement.Withdrawn {
			continue
		}
		for _, d := range e.Deliverables {
			if d.AwaitsSignature() && slices.Contains(d.Next(), v.at.Contact) {
				n := Need{Kind: "signature", ID: string(d.ID), Engagement: e.ID, Work: e.Title, Title: d.Title, Detail: d.Note, Due: e.Due}
				n.DueText, n.Late = c.by(e.Due)
				out = append(out, n)
			}
		}
		for _, r := range e.Requests {
			if r.Open() {
				out = append(out, c.need(v.Firm, e, r))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Need) int {
		return cmp.Or(cmp.Compare(dueKey(a.Due), dueKey(b.Due)), cmp.Compare(b.Kind, a.Kind))
	})
	return out
}

func (c clock) need(f *engagement.Firm, e *engagement.Engagement, r *engagement.Request) Need {
	n := Need{Kind: "request", ID: string(r.ID), Engagement: e.ID, Work: e.Title, Title: r.Title, Detail: r.Detail, Due: r.Due, Again: again(f, e, r)}
	n.DueText, n.Late = c.by(r.Due)
	return n
}

var againWords = map[string]string{
	"unreadable":     "We could not read it. Could you send it again?",
	"wrong-period":   "It was for another period. Could you send the right one?",
	"incomplete":     "Something was missing. Could you send the rest?",
	"wrong-document": "It was a different document. Could you look again?",
	"other":          "Could you look at this again?",
}

// again says why a request came back: in the person's own words where they
// wrote some.
func again(f *engagement.Firm, e *engagement.Engagement, r *engagement.Request) string {
	if r.State != engagement.Returned {
		return ""
	}
	if r.Why != "" {
		return lead(f, e) + ": " + r.Why
	}
	return againWords[r.Reason]
}

// next offers at most four things to do.
func (v *visit) next() []Step {
	out := []Step{}
	if s, ok := v.toRead(); ok {
		out = append(out, s)
	}
	work := v.sorted()
	if len(work) > 0 {
		e := work[0]
		detail := cmp.Or(usualAnswer(v.Engagements), "Your question stays with "+e.Title)
		out = append(out, Step{Kind: "ask", Title: "Ask " + people(v.Firm, e), Detail: detail, Engagement: e.ID})
		out = append(out, Step{Kind: "send", Title: "Send something else", Detail: "Anything we did not ask for", Engagement: e.ID})
	}
	return append(out, Step{Kind: "find", Title: "Find a document", Detail: "Last year’s return, signed letters"})
}

// toRead is the newest document of the office, with what this person did with
// it.
func (v *visit) toRead() (Step, bool) {
	var in *engagement.Engagement
	var newest *engagement.Document
	var latest *engagement.Version
	for _, e := range v.Engagements {
		for _, d := range e.Documents.All() {
			if d.Lane != engagement.ToClient {
				continue
			}
			if ver := d.ShownLatest(); ver != nil && (latest == nil || ver.Sent().After(latest.Sent())) {
				in, newest, latest = e, d, ver
			}
		}
	}
	if latest == nil {
		return Step{}, false
	}
	c, n := v.clock(), len(newest.Shown())
	detail := "Sent " + c.when(latest.Sent()).Text
	if n > 1 {
		detail = "Version " + strconv.Itoa(n) + ", sent " + c.when(latest.Sent()).Text
	}
	if seen := viewedBy(latest.Views, v.at.Contact); seen != nil {
		detail = "Opened " + c.when(*seen).Text
	}
	return Step{Kind: "read", Title: "Read " + newest.ShownName(), Detail: detail, Engagement: in.ID, Document: newest.ID, Number: n}, true
}

// also says in short what goes on at another client: work that is under way.
func (v *visit) also() []Also {
	c := v.clock()
	out := []Also{}
	for _, e := range v.sorted() {
		status, _ := shown(e)
		if urgency(status) == 3 {
			continue
		}
		a := Also{
			Client: v.at.Client, ClientName: v.Client.Name, Title: e.Title, Status: status,
			StatusText: statusText(c, e), Until: extended(c, e), Sentence: "Nothing needed from you.",
		}
		if n := len(v.needs()); n > 0 && urgency(status) < 2 {
			a.Sentence = "Waiting for " + plural(n, "thing", "things") + " from you."
		}
		out = append(out, a)
	}
	return out
}
