package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// Messages is every thread of a client; an engagement is one thread.
type Messages struct {
	Threads []Thread `json:"threads" nullable:"false" doc:"The one with the newest message first."`
}

// Thread is the conversation about one engagement.
type Thread struct {
	Engagement engagement.EngagementID `json:"engagement"`
	Title      string                  `json:"title"`
	People     string                  `json:"people" doc:"Who reads it: Tom and Priya."`
	Unread     int                     `json:"unread"`
	Preview    string                  `json:"preview,omitempty"`
	Last       *When                   `json:"last,omitempty"`
	Days       []Day                   `json:"days" nullable:"false"`
}

// Day is one day of a thread.
type Day struct {
	Title    string    `json:"title"`
	Messages []Message `json:"messages" nullable:"false"`
}

// Message is one message as this person reads it.
type Message struct {
	ID       engagement.MessageID `json:"id"`
	Mine     bool                 `json:"mine"`
	Name     string               `json:"name"`
	Initials string               `json:"initials"`
	Role     string               `json:"role,omitempty" doc:"covering for Tom"`
	Text     string               `json:"text"`
	When     When                 `json:"when"`
	Clock    string               `json:"clock" doc:"2:30 PM"`
	About    *About               `json:"about,omitempty"`
}

// About is the request or document a message was written under.
type About struct {
	Kind    string `json:"kind" enum:"request,deliverable"`
	ID      string `json:"id"`
	Title   string `json:"title"`
	Open    bool   `json:"open"`
	DueText string `json:"dueText,omitempty"`
}

func (p *Portal) messageRoutes() {
	const thread = "/clients/{client}/engagements/{engagement}/messages"
	register(p, http.MethodGet, "/clients/{client}/messages", "messages", "Every conversation.", p.messages)
	register(p, http.MethodPost, thread, "postMessage", "Write to the office.", p.postMessage)
	register(p, http.MethodPost, thread+"/read", "readMessages", "Everything up to now was read.", p.readMessages, status(http.StatusNoContent))
}

func (p *Portal) messages(ctx context.Context, in *AtClient) (*body[Messages], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	out := Messages{Threads: []Thread{}}
	for _, e := range v.sorted() {
		read, err := p.readUpTo(ctx, v, e.ID)
		if err != nil {
			return nil, p.fault(ctx, "messages", err)
		}
		out.Threads = append(out.Threads, v.thread(e, read))
	}
	slices.SortStableFunc(out.Threads, func(a, b Thread) int { return lastAt(b).Compare(lastAt(a)) })
	return answer(out), nil
}

func lastAt(t Thread) time.Time {
	if t.Last == nil {
		return time.Time{}
	}
	return t.Last.At
}

func (v *visit) thread(e *engagement.Engagement, read time.Time) Thread {
	c := v.clock()
	t := Thread{Engagement: e.ID, Title: e.Title, People: people(v.Firm, e), Unread: unreadIn(e, read), Days: []Day{}}
	var routed *engagement.Message
	for _, m := range e.Messages {
		if m.Office {
			continue
		}
		if m.By.Contact() != "" && m.To != "" {
			routed = m
		}
		shown := v.message(c, e, m, routed)
		if day := c.heading(m.At); len(t.Days) == 0 || t.Days[len(t.Days)-1].Title != day {
			t.Days = append(t.Days, Day{Title: day, Messages: []Message{}})
		}
		last := &t.Days[len(t.Days)-1]
		last.Messages = append(last.Messages, shown)
		t.Last, t.Preview = &shown.When, preview(shown)
	}
	return t
}

func preview(m Message) string {
	who := firstName(m.Name)
	if m.Mine {
		who = "You"
	}
	text := strings.Join(strings.Fields(m.Text), " ")
	if runes := []rune(text); len(runes) > 120 {
		text = string(runes[:119]) + "…"
	}
	return who + ": " + text
}

func (v *visit) message(c clock, e *engagement.Engagement, m, routed *engagement.Message) Message {
	out := Message{
		ID: m.ID, Mine: m.By.Contact() == v.at.Contact, Text: m.Text, When: c.when(m.At),
		Clock: m.At.In(c.zone).Format("3:04 PM"), About: v.about(c, e, m.About),
	}
	if s := v.Firm.Staff[m.By.Staff()]; s != nil {
		out.Name, out.Role = s.Name, covering(v.Firm, e, s.ID, routed)
	} else if who := v.Client.Contacts[m.By.Contact()]; who != nil {
		out.Name = who.Name
	} else {
		out.Name = v.Firm.Name
	}
	out.Initials = initials(out.Name)
	return out
}

// covering says for whom somebody answers, if the relay chose them as cover.
func covering(f *engagement.Firm, e *engagement.Engagement, who engagement.StaffID, routed *engagement.Message) string {
	if routed == nil || routed.To != who {
		return ""
	}
	away := map[engagement.Because]engagement.StaffID{
		engagement.CoversPreparer: e.People.Preparer, engagement.CoversManager: e.People.Manager, engagement.CoversPartner: e.People.Partner,
	}[routed.Because]
	if s := f.Staff[away]; s != nil {
		return "covering for " + firstName(s.Name)
	}
	return ""
}

func (v *visit) about(c clock, e *engagement.Engagement, id string) *About {
	if r := e.Request(engagement.RequestID(id)); r != nil && r.State != engagement.Cancelled {
		due, _ := c.by(r.Due)
		return &About{Kind: "request", ID: id, Title: r.Title, Open: r.Open(), DueText: due}
	}
	if d := e.Deliverable(engagement.DeliverableID(id)); d != nil && d.Live() && v.reaches(d) {
		return &About{Kind: "deliverable", ID: id, Title: d.Title, Open: slices.Contains(d.Next(), v.at.Contact)}
	}
	return nil
}

// PostBody is a message to the office. Key makes repeating it harmless.
type PostBody struct {
	Key     string               `json:"key" minLength:"8" maxLength:"64"`
	Text    string               `json:"text" minLength:"1" maxLength:"8000"`
	About   string               `json:"about,omitempty" maxLength:"64" doc:"The request or deliverable it is about."`
	ReplyTo engagement.MessageID `json:"replyTo,omitempty" maxLength:"64"`
}

// AtThread is the part of a path that names an engagement.
type AtThread struct {
	AtClient
	Engagement engagement.EngagementID `path:"engagement"`
}

func (p *Portal) postMessage(ctx context.Context, in *struct {
	AtThread
	Body PostBody
}) (*body[Thread], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	e, err := v.engagement(in.Engagement)
	if err != nil {
		return nil, err
	}
	text := plain(in.Body.Text)
	if text == "" {
		return nil, problem(http.StatusUnprocessableEntity, wire.CodeMalformed, "The message is empty.", "Write something, then send it.")
	}
	about := ""
	if a := v.about(v.clock(), e, in.Body.About); a != nil {
		about = a.ID
	}
	id := engagement.MessageID(sameID("message", string(v.at.Contact), in.Body.Key, text))
	if e.Message(id) == nil {
		if err := p.limit(ctx, "message", v.email, messagesByPerson); err != nil {
			return nil, err
		}
		if _, err := p.append(ctx, v, string(id), v.messageFact(e.ID, id, text, about, in.Body.ReplyTo)); err != nil {
			return nil, p.fault(ctx, "message", err)
		}
	}
	return p.threadNow(ctx, v, e.ID)
}

const messagesByPerson = 60 // in one limit window

func (v *visit) messageFact(e engagement.EngagementID, id engagement.MessageID, text, about string, replyTo engagement.MessageID) Fact {
	return Fact{
		Stream: engagement.EngagementStream(e), Kind: engagement.MessagePosted,
		Body:    engagement.MessageBody{Message: id, About: about, ReplyTo: replyTo},
		Private: engagement.TextPrivate{Text: text},
	}
}

func (p *Portal) threadNow(ctx context.Context, before *visit, id engagement.EngagementID) (*body[Thread], error) {
	v, err := p.look(ctx, before.visitor, before.at, before.all)
	if err != nil {
		return nil, err
	}
	e, err := v.engagement(id)
	if err != nil {
		return nil, err
	}
	read, err := p.readUpTo(ctx, v, id)
	if err != nil {
		return nil, p.fault(ctx, "message", err)
	}
	return answer(v.thread(e, read)), nil
}

// How far somebody has read is not history: it is kept beside the sessions.
const (
	readKey  = "portal/read/"
	readLife = 2 * 365 * 24 * time.Hour
)

func (v *visit) readKey(e engagement.EngagementID) string {
	return readKey + digest(v.email, string(e))
}

func (p *Portal) readUpTo(ctx context.Context, v *visit, e engagement.EngagementID) (time.Time, error) {
	raw, found, err := p.short.Get(ctx, v.readKey(e))
	if err != nil || !found {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339Nano, string(raw))
}

func unreadIn(e *engagement.Engagement, read time.Time) int {
	n := 0
	for _, m := range e.Messages {
		if !m.Office && m.By.Staff() != "" && m.At.After(read) {
			n++
		}
	}
	return n
}

func (p *Portal) unread(ctx context.Context, v *visit) (int, error) {
	n := 0
	for _, e := range v.Engagements {
		read, err := p.readUpTo(ctx, v, e.ID)
		if err != nil {
			return 0, err
		}
		n += unreadIn(e, read)
	}
	return n, nil
}

func (p *Portal) readMessages(ctx context.Context, in *AtThread) (*struct{}, error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	e, err := v.engagement(in.Engagement)
	if err != nil {
		return nil, err
	}
	if len(e.Messages) == 0 {
		return nil, nil
	}
	at := e.Messages[len(e.Messages)-1].At.UTC().Format(time.RFC3339Nano)
	err = p.short.Put(ctx, v.readKey(e.ID), []byte(at), p.now().Add(readLife))
	return nil, p.fault(ctx, "read", err)
}
