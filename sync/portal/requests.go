package portal

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// Requests is everything that was asked for.
type Requests struct {
	Requests []Request `json:"requests" nullable:"false" doc:"The open ones first, the earliest due first."`
}

// Request is one thing that was asked for, and what became of it.
type Request struct {
	Need
	State  engagement.RequestState `json:"state" enum:"asked,answered,accepted,returned"`
	Open   bool                    `json:"open"`
	Told   string                  `json:"told,omitempty" doc:"What became of it, as a sentence."`
	Answer engagement.Answer       `json:"answer,omitempty" enum:"files,cannot-find,none"`
	Files  int                     `json:"files"`
	Who    string                  `json:"who" doc:"Who looks at the answer."`
}

func (p *Portal) requestRoutes() {
	const one = "/clients/{client}/engagements/{engagement}/requests/{request}"
	register(p, http.MethodGet, "/clients/{client}/requests", "requests", "Everything that was asked for.", p.requests)
	register(p, http.MethodPost, one+"/answer", "answerRequest", "Answer a request: with files, or with words.", p.answerRequest)
	register(p, http.MethodPost, "/clients/{client}/engagements/{engagement}/documents", "sendDocuments", "Send files that nobody asked for.", p.sendDocuments)
}

func (p *Portal) requests(ctx context.Context, in *AtClient) (*body[Requests], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	c := v.clock()
	out := Requests{Requests: []Request{}}
	for _, e := range v.Engagements {
		for _, r := range e.Requests {
			if r.State != engagement.Cancelled {
				out.Requests = append(out.Requests, v.request(c, e, r))
			}
		}
	}
	slices.SortStableFunc(out.Requests, func(a, b Request) int {
		return cmp.Or(-cmp.Compare(boolean(a.Open), boolean(b.Open)), cmp.Compare(dueKey(a.Due), dueKey(b.Due)))
	})
	return answer(out), nil
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (v *visit) request(c clock, e *engagement.Engagement, r *engagement.Request) Request {
	out := Request{
		Need: c.need(v.Firm, e, r), State: r.State, Open: r.Open(), Answer: r.Answer,
		Files: len(r.Documents), Who: lead(v.Firm, e),
	}
	switch r.State {
	case engagement.Answered:
		out.Told = "Received " + c.when(*r.Answered).Text + ". " + out.Who + " looks at it next."
	case engagement.Accepted:
		out.Told = "Accepted " + c.when(*r.Settled).Text + "."
	}
	return out
}

// AnswerBody is an answer to a request. Key makes repeating it harmless: the
// same key is the same answer.
type AnswerBody struct {
	Key     string            `json:"key" minLength:"8" maxLength:"64"`
	Answer  engagement.Answer `json:"answer" enum:"files,cannot-find,none"`
	Uploads []string          `json:"uploads" nullable:"false" maxItems:"100" doc:"Uploads that were finished, in order."`
	Note    string            `json:"note,omitempty" maxLength:"4000"`
}

// Received is the receipt for what a client sent.
type Received struct {
	Number string   `json:"number" doc:"T-4821"`
	When   When     `json:"when"`
	Thanks string   `json:"thanks"`
	Title  string   `json:"title" doc:"What it answers, or the engagement it went to."`
	Files  []Sent   `json:"files" nullable:"false"`
	Now    []Moment `json:"now" nullable:"false" doc:"What happens now."`
	Left   []Need   `json:"left" nullable:"false" doc:"What is still open in this engagement."`
}

// Sent is one file of a receipt.
type Sent struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Kind string `json:"kind" enum:"pdf,image,sheet,word,other"`
}

// Moment is one line of "what happens now".
type Moment struct {
	Text string `json:"text"`
	Done bool   `json:"done"`
}

type answerInput struct {
	AtClient
	Engagement engagement.EngagementID `path:"engagement"`
	Request    engagement.RequestID    `path:"request"`
	Body       AnswerBody
}

func (p *Portal) answerRequest(ctx context.Context, in *answerInput) (*body[Received], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	e, err := v.engagement(in.Engagement)
	if err != nil {
		return nil, err
	}
	r := e.Request(in.Request)
	if r == nil {
		return nil, notFound()
	}
	if (in.Body.Answer == engagement.WithFiles) != (len(in.Body.Uploads) > 0) {
		return nil, problem(http.StatusUnprocessableEntity, wire.CodeMalformed, "Choose a file, or say that there is none.", "Then send it.")
	}
	sent, err := p.finished(ctx, v, in.Body.Uploads)
	if err != nil {
		return nil, err
	}
	fresh, note := notThere(e, sent), plain(in.Body.Note)
	facts := append(v.uploadFacts(e, fresh), Fact{
		Stream: engagement.EngagementStream(e.ID), Kind: engagement.RequestAnswered,
		Body:    engagement.RequestAnsweredBody{Request: r.ID, Answer: in.Body.Answer, Documents: documents(fresh)},
		Private: engagement.NotePrivate{Note: note},
	})
	key := digest(in.Body.Key, string(r.ID), string(in.Body.Answer), note)
	receipt, err := p.send(ctx, v, e, key, sent, fresh, facts)
	if err != nil {
		return nil, err
	}
	return p.received(ctx, v, e.ID, sent, receipt, func(e *engagement.Engagement) (string, time.Time) {
		now := e.Request(r.ID)
		return now.Title, *now.Answered
	})
}

// SendBody sends files that answer no request.
type SendBody struct {
	Key     string   `json:"key" minLength:"8" maxLength:"64"`
	Uploads []string `json:"uploads" nullable:"false" minItems:"1" maxItems:"100"`
	Note    string   `json:"note,omitempty" maxLength:"4000"`
}

type sendInput struct {
	AtClient
	Engagement engagement.EngagementID `path:"engagement"`
	Body       SendBody
}

func (p *Portal) sendDocuments(ctx context.Context, in *sendInput) (*body[Received], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	e, err := v.engagement(in.Engagement)
	if err != nil {
		return nil, err
	}
	sent, err := p.finished(ctx, v, in.Body.Uploads)
	if err != nil {
		return nil, err
	}
	fresh, note := notThere(e, sent), plain(in.Body.Note)
	facts := v.uploadFacts(e, fresh)
	if note != "" && len(fresh) > 0 {
		facts = append(facts, v.messageFact(e.ID, engagement.MessageID(sameID("note", fresh[0].ID)), note, "", ""))
	}
	receipt, err := p.send(ctx, v, e, digest(in.Body.Key, note), sent, fresh, facts)
	if err != nil {
		return nil, err
	}
	return p.received(ctx, v, e.ID, sent, receipt, func(e *engagement.Engagement) (string, time.Time) {
		return e.Title, e.Document(engagement.DocumentID(sent[0].ID)).Latest().At
	})
}

func (v *visit) uploadFacts(e *engagement.Engagement, sent []upload) []Fact {
	facts := make([]Fact, 0, len(sent)+1)
	for _, u := range sent {
		facts = append(facts, Fact{
			Stream: engagement.EngagementStream(e.ID), Kind: engagement.DocumentUploaded,
			Body: engagement.DocumentBody{
				Document: engagement.DocumentID(u.ID), Blob: engagement.BlobRef(u.Sum), Size: u.Size, Media: u.Media,
			},
			Private: engagement.UploadPrivate{Name: u.Name},
		})
	}
	return facts
}

func documents(sent []upload) []engagement.DocumentID {
	ids := make([]engagement.DocumentID, len(sent))
	for i, u := range sent {
		ids[i] = engagement.DocumentID(u.ID)
	}
	return ids
}

// notThere leaves out the files that an earlier try has brought already.
func notThere(e *engagement.Engagement, sent []upload) []upload {
	return slices.DeleteFunc(slices.Clone(sent), func(u upload) bool {
		return e.Document(engagement.DocumentID(u.ID)) != nil
	})
}

// send appends the act. Where its reply was lost and it is sent again, what is
// there already is not sent twice: its receipt stands, and only what was added
// since makes a new act.
func (p *Portal) send(ctx context.Context, v *visit, e *engagement.Engagement, key string, sent, fresh []upload, facts []Fact) (Receipt, error) {
	if len(sent) > 0 && len(fresh) == 0 {
		return Receipt{Seq: e.Document(engagement.DocumentID(sent[0].ID)).Latest().Seq}, nil
	}
	for _, u := range fresh {
		key = digest(key, u.ID)
	}
	receipt, err := p.append(ctx, v, key, facts...)
	return receipt, p.fault(ctx, "send", err)
}

// received is the receipt, with what is left after it.
func (p *Portal) received(ctx context.Context, before *visit, id engagement.EngagementID, sent []upload, r Receipt,
	what func(*engagement.Engagement) (title string, at time.Time)) (*body[Received], error) {
	v, err := p.look(ctx, before.visitor, before.at, before.all)
	if err != nil {
		return nil, err
	}
	e, err := v.engagement(id)
	if err != nil {
		return nil, err
	}
	c := v.clock()
	title, at := what(e)
	out := Received{
		Number: "T-" + strconv.FormatUint(r.Seq, 10), When: c.when(at),
		Thanks: "Received. Thank you, " + firstName(v.me.Name) + ".", Title: title, Files: []Sent{},
		Now: []Moment{
			{"It is with your " + e.Title + ". You don’t need to e-mail it.", true},
			{people(v.Firm, e) + " can see it now.", true},
			{lead(v.Firm, e) + " looks at it next. If something is missing, we will write to you.", false},
		},
		Left: []Need{},
	}
	for _, u := range sent {
		out.Files = append(out.Files, Sent{u.Name, u.Size, kindOf(u.Name, u.Media)})
	}
	for _, n := range v.needs() {
		if n.Engagement == id && n.Kind == "request" {
			out.Left = append(out.Left, n)
		}
	}
	return answer(out), nil
}

// plain is text as a person meant it: no control characters, no loose ends.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return visible(r)
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.TrimSpace(s)
}
