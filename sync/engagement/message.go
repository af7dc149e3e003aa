package engagement

import "time"

// Kinds of messages and the tasks they make.
const (
	MessagePosted Kind = "message.posted" // by a contact or by staff; the client reads it
	MessageRouted Kind = "message.routed" // by the relay: who answers
	NotePosted    Kind = "note.posted"    // by staff, for the office only
	ArrivalRouted Kind = "arrival.routed" // by the relay: who looks after an upload, an answer, a refusal to sign
	TaskAssigned  Kind = "task.assigned"  // staff gave it to somebody else
	TaskDone      Kind = "task.done"
	TaskSnoozed   Kind = "task.snoozed"
)

// Message is one message between the office and the client, or an office note
// beside them.
type Message struct {
	ID   MessageID `json:"id"`
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
	// About names the request or deliverable it was written under.
	About   string    `json:"about,omitempty"`
	ReplyTo MessageID `json:"replyTo,omitempty"`
	Office  bool      `json:"office,omitempty"` // a note the client never sees
	To      StaffID   `json:"to,omitempty"`     // who answers a contact's message
	Because Because   `json:"because,omitempty"`
	Pending bool      `json:"pending,omitempty"`
}

// Because is why somebody was chosen: a code for the interface to put in words.
type Because string

// The reasons of routing.
const (
	IsPreparer      Because = "preparer"
	IsManager       Because = "manager"
	IsPartner       Because = "partner"
	CoversPreparer  Because = "covers-preparer"
	CoversManager   Because = "covers-manager"
	CoversPartner   Because = "covers-partner"
	IsAdministrator Because = "administrator"
	WasAsked        Because = "assigned"
	IsNamed         Because = "named" // among the few who may see this client's work
)

// TaskKind is what has to be done.
type TaskKind string

// The kinds of tasks.
const (
	TaskReply   TaskKind = "reply"   // answer a message
	TaskArrival TaskKind = "arrival" // look at what arrived
	TaskDecline TaskKind = "decline" // a signer refused
)

// Task is something that waits for one member of the staff. Its id is the id of
// what it is about: a message, a request, a document or a deliverable.
type Task struct {
	About   string     `json:"about"`
	Kind    TaskKind   `json:"kind"`
	To      StaffID    `json:"to"`
	Because Because    `json:"because"`
	At      time.Time  `json:"at"`
	Done    *time.Time `json:"done,omitempty"`
	Snoozed *time.Time `json:"snoozed,omitempty"`
}

// Task finds the open task about something, or nil.
func (e *Engagement) Task(about string) *Task {
	for _, t := range e.Tasks {
		if t.About == about && t.Done == nil {
			return t
		}
	}
	return nil
}

// Message finds a message by id, or nil.
func (e *Engagement) Message(id MessageID) *Message {
	for _, m := range e.Messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// MessageBody is the body of message.posted and note.posted.
type MessageBody struct {
	Message MessageID `json:"message"`
	ReplyTo MessageID `json:"replyTo,omitempty"`
	About   string    `json:"about,omitempty"`
}

// TextPrivate is the private part of kinds that carry text.
type TextPrivate struct {
	Text string `json:"text"`
	Via  *Via   `json:"via,omitempty"`
}

func messagePosted(a *act, b *MessageBody, p *TextPrivate) Refusal {
	return a.post(b, p, false)
}

func notePosted(a *act, b *MessageBody, p *TextPrivate) Refusal {
	return a.post(b, p, true)
}

func (a *act) post(b *MessageBody, p *TextPrivate, office bool) Refusal {
	switch {
	case b.Message == "" || a.blank(p.Text):
		return malformed("the message is empty")
	case a.eng.Message(b.Message) != nil:
		return exists("This message")
	case b.ReplyTo != "" && !a.eng.canReply(b.ReplyTo, office):
		return missing("The message this answers")
	}
	m := &Message{
		ID: b.Message, By: a.By, At: a.When(), Text: p.Text, About: b.About, ReplyTo: b.ReplyTo,
		Office: office, Pending: a.Seq == 0,
	}
	a.eng.Messages = append(a.eng.Messages, m)
	if !office && a.By.Staff() != "" {
		a.eng.answered(a.When())
	}
	a.note(string(b.Message))
	return accepted
}

// canReply says whether an answer may name the message: the client must not
// learn of an office note by its id.
func (e *Engagement) canReply(to MessageID, office bool) bool {
	m := e.Message(to)
	return m != nil && (office || !m.Office)
}

// answered ends every open reply task: an answer in the thread answers all that
// was asked before it.
func (e *Engagement) answered(at time.Time) {
	for _, t := range e.Tasks {
		if t.Kind == TaskReply && t.Done == nil {
			t.Done = &at
		}
	}
}

// finish ends the open task about something, if there is one.
func (e *Engagement) finish(about string, at time.Time) {
	if t := e.Task(about); t != nil {
		t.Done = &at
	}
}

// RoutedBody is the body of message.routed and arrival.routed.
type RoutedBody struct {
	About   string   `json:"about"`
	Kind    TaskKind `json:"kind"`
	To      StaffID  `json:"to"`
	Because Because  `json:"because"`
}

func messageRouted(a *act, b *RoutedBody, _ *none) Refusal {
	m := a.eng.Message(MessageID(b.About))
	if m == nil || m.By.Contact() == "" {
		return missing("The client's message")
	}
	if r := a.assign(b); !r.OK() {
		return r
	}
	m.To, m.Because = b.To, b.Because
	return accepted
}

func arrivalRouted(a *act, b *RoutedBody, _ *none) Refusal { return a.assign(b) }

func (a *act) assign(b *RoutedBody) Refusal {
	if b.About == "" || b.To == "" || b.Kind != TaskReply && b.Kind != TaskArrival && b.Kind != TaskDecline {
		return malformed("a task needs a kind and somebody to do it")
	}
	if t := a.eng.Task(b.About); t != nil {
		t.To, t.Because, t.At = b.To, b.Because, a.When()
		return accepted
	}
	a.eng.Tasks = append(a.eng.Tasks, &Task{
		About: b.About, Kind: b.Kind, To: b.To, Because: b.Because, At: a.When(),
	})
	a.note(b.About)
	return accepted
}

// TaskBody is the body of task.assigned, task.done and task.snoozed.
type TaskBody struct {
	About string     `json:"about"`
	To    StaffID    `json:"to,omitempty"`
	Until *time.Time `json:"until,omitempty"`
}

func taskAssigned(a *act, b *TaskBody, _ *none) Refusal {
	t := a.eng.Task(b.About)
	if t == nil {
		return missing("This task")
	}
	if r := a.firm.knows([]StaffID{b.To}); !r.OK() {
		return r
	}
	if !MaySee(a.states, b.To, a.Stream) {
		return Refusal{CodeForbidden, "They cannot see this client's work.", "Choose somebody else, or let them in first."}
	}
	t.To, t.Because, t.Snoozed = b.To, WasAsked, nil
	a.note(b.About)
	return accepted
}

func taskDone(a *act, b *TaskBody, _ *none) Refusal {
	if a.eng.Task(b.About) == nil {
		return missing("This task")
	}
	a.eng.finish(b.About, a.When())
	a.note(b.About)
	return accepted
}

func taskSnoozed(a *act, b *TaskBody, _ *none) Refusal {
	t := a.eng.Task(b.About)
	switch {
	case t == nil:
		return missing("This task")
	case b.Until == nil:
		return malformed("snoozing needs an end")
	}
	t.Snoozed = b.Until
	return accepted
}

// RouteIn chooses who answers a client at t: the preparer, else the manager, else
// the partner, each replaced by their cover while away; else an administrator.
// Whoever may not see the work is passed over (SPEC A6).
func RouteIn(s States, e *Engagement, t time.Time) (StaffID, Because) {
	f, c := s.Firm(), s.Client(e.Client)
	sees := func(s *Staff) bool {
		return s != nil && s.Active && f.lets(e.Only, s.ID) && (c == nil || f.lets(c.Only, s.ID))
	}
	for _, of := range []struct {
		id        StaffID
		is, cover Because
	}{
		{e.People.Preparer, IsPreparer, CoversPreparer},
		{e.People.Manager, IsManager, CoversManager},
		{e.People.Partner, IsPartner, CoversPartner},
	} {
		s := f.Staff[of.id]
		if s == nil || !s.Active {
			continue
		}
		if !s.AwayAt(t) && sees(s) {
			return s.ID, of.is
		}
		if !s.AwayAt(t) {
			continue
		}
		if cover := f.Staff[s.Away.Cover]; sees(cover) && !cover.AwayAt(t) {
			return cover.ID, of.cover
		}
	}
	if id := f.first(func(s *Staff) bool { return sees(s) && s.Has(Administrator) }); id != "" {
		return id, IsAdministrator
	}
	return f.first(sees), IsNamed
}

// first is the matching member of the staff with the lowest id, so that every
// end chooses the same one.
func (f *Firm) first(matches func(*Staff) bool) StaffID {
	var first StaffID
	for id, s := range f.Staff {
		if matches(s) && (first == "" || id < first) {
			first = id
		}
	}
	return first
}
