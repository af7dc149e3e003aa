package engagement

import (
	"encoding/json"
	"time"
)

func opening(c ClientID, who StaffID, due string) EngagementOpenedBody {
	return EngagementOpenedBody{Client: c, Service: Form1040, Period: "2025", Due: due, People: People{Partner: who}}
}

var engagementRefusals = []refusal{
	{"opened twice", CodeExists, func(b *bench) Refusal {
		return b.do(pia, work, EngagementOpened, opening("acme", "pat", ""), EngagementPrivate{Title: "T", Salt: workSalt})
	}},
	{"opened for an unknown client", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, "engagement/new", EngagementOpened, opening("none", "pat", ""), EngagementPrivate{Title: "T"})
	}},
	{"opened for a client one cannot see", CodeForbidden, func(b *bench) Refusal {
		b.must(pat, acme, ClientAccess, AccessBody{[]StaffID{"pat"}}, nil)
		return b.do(pia, "engagement/new", EngagementOpened, opening("acme", "pat", ""), EngagementPrivate{Title: "T"})
	}},
	{"opened until the 30th of February", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, "engagement/new", EngagementOpened, opening("acme", "pat", "2026-02-30"), EngagementPrivate{Title: "T"})
	}},
	{"opened without a title", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, "engagement/new", EngagementOpened, opening("acme", "pat", ""), nil)
	}},
	{"opened with a guessable salt", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, "engagement/new", EngagementOpened, opening("acme", "pat", ""), EngagementPrivate{"T", []byte("x")})
	}},
	{"opened for a stranger", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, "engagement/new", EngagementOpened, opening("acme", "nobody", ""), EngagementPrivate{Title: "T"})
	}},
	{"given to a stranger", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, work, PeopleSet, People{Partner: "nobody"}, nil)
	}},
	{"due on no day", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, DueSet, DueBody{"soon"}, nil)
	}},
	{"mapped to an unknown share", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, work, WorkFileMapped, MappedBody{"usb"}, MappedPrivate{"Acme"})
	}},
	{"restricted to people who cannot lift it", CodeMalformed, func(b *bench) Refusal {
		return b.do(pat, work, EngagementAccess, AccessBody{[]StaffID{"pia"}}, nil)
	}},
	{"a status that is none", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, StatusSet, StatusSetBody{To: "lost"}, nil)
	}},
	{"nothing to lift", CodeNotOpen, func(b *bench) Refusal { return b.do(pia, work, StatusSet, StatusSetBody{}, nil) }},
	{"no such status is shown", CodeMalformed, func(b *bench) Refusal {
		return b.do(Relay, work, StatusShown, StatusShownBody{Status: "lost"}, nil)
	}},
	{"a filing by nobody", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, FilingConfirmed, FilingBody{Authority: "IRS", On: "today"}, nil)
	}},
	{"complete while a signature is out", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		return b.do(pia, work, EngagementCompleted, nil, nil)
	}},
	{"complete twice", CodeNotOpen, func(b *bench) Refusal {
		b.must(pia, work, EngagementCompleted, nil, nil)
		return b.do(pia, work, EngagementCompleted, nil, nil)
	}},
	{"reopened while open", CodeNotOpen, func(b *bench) Refusal { return b.do(pia, work, EngagementReopened, nil, nil) }},
	{"nothing erased", CodeMalformed, func(b *bench) Refusal { return b.do(pat, work, Erased, ErasedBody{}, nil) }},
	{"an unknown engagement", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, "engagement/none", DueSet, DueBody{"2026-04-01"}, nil)
	}},
}

var requestRefusals = []refusal{
	{"asked without a day", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, RequestAsked, RequestAskedBody{"q1", "2026-13-01"}, RequestPrivate{Title: "T"})
	}},
	{"asked twice", CodeExists, func(b *bench) Refusal { b.ok(b.ask("q1")); return b.ask("q1") }},
	{"asked for nothing", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, RequestAsked, RequestAskedBody{Request: "q1"}, nil)
	}},
	{"withdrawn unasked", CodeMissing, func(b *bench) Refusal { return b.do(pia, work, RequestWithdrawn, RequestRef{"q1"}, nil) }},
	{"withdrawn twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.must(pia, work, RequestWithdrawn, RequestRef{"q1"}, nil)
		return b.do(pia, work, RequestWithdrawn, RequestRef{"q1"}, nil)
	}},
	{"reminded while reminders are paused", CodePaused, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.must(pia, acme, RemindersSet, RemindersBody{true}, nil)
		return b.remind("q1")
	}},
	{"reminded while on hold", CodePaused, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.must(pia, work, StatusSet, StatusSetBody{To: OnHold}, nil)
		return b.remind("q1")
	}},
	{"reminded when complete", CodePaused, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.must(pia, work, EngagementCompleted, nil, nil)
		return b.remind("q1")
	}},
	{"reminded of what is answered", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.answer("q1"))
		return b.remind("q1")
	}},
	{"reminded twice a day", CodeReminded, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.ask("q2"))
		b.ok(b.remind("q1"))
		b.later(ReminderRest - 2*time.Minute)
		return b.remind("q2")
	}},
	{"an unasked answer", CodeMissing, func(b *bench) Refusal { return b.answer("q1") }},
	{"an answer to what is not needed", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.must(pia, work, RequestWithdrawn, RequestRef{"q1"}, nil)
		return b.answer("q1")
	}},
	{"files without files", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		return b.do(ann, work, RequestAnswered, RequestAnsweredBody{Request: "q1", Answer: WithFiles}, nil)
	}},
	{"an answer that is none", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		return b.do(ann, work, RequestAnswered, RequestAnsweredBody{Request: "q1", Answer: "maybe"}, nil)
	}},
	{"an answer after it was accepted", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.answer("q1"))
		b.must(pia, work, RequestAccepted, RequestRef{"q1"}, nil)
		return b.answer("q1")
	}},
	{"an answer with the office's file", CodeMissing, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.save("s1", "letter.pdf", "", "v1"))
		return b.answer("q1", "s1")
	}},
	{"a file that answers twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.upload("u1"))
		return b.answer("q1", "u1", "u1")
	}},
	{"a file of another answer", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.ask("q2"))
		b.ok(b.upload("u1"))
		b.ok(b.answer("q1", "u1"))
		return b.answer("q2", "u1")
	}},
	{"accepted unasked", CodeMissing, func(b *bench) Refusal { return b.do(pia, work, RequestAccepted, RequestRef{"q1"}, nil) }},
	{"accepted unanswered", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		return b.do(pia, work, RequestAccepted, RequestRef{"q1"}, nil)
	}},
	{"returned unasked", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, work, RequestReturned, RequestReturnedBody{"q1", "other"}, nil)
	}},
	{"returned unanswered", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		return b.do(pia, work, RequestReturned, RequestReturnedBody{"q1", "other"}, nil)
	}},
	{"returned for no reason", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.answer("q1"))
		return b.do(pia, work, RequestReturned, RequestReturnedBody{"q1", "mood"}, nil)
	}},
}

var messageRefusals = []refusal{
	{"an empty message", CodeMalformed, func(b *bench) Refusal {
		return b.do(ann, work, MessagePosted, MessageBody{Message: "m1"}, TextPrivate{Text: " \n", Via: via("ann")})
	}},
	{"the same message twice", CodeExists, func(b *bench) Refusal { b.ok(b.post(ann, "m1", "")); return b.post(bob, "m1", "") }},
	{"an answer to nothing", CodeMissing, func(b *bench) Refusal { return b.post(pia, "m1", "m0") }},
	{"a client's answer to an office note", CodeMissing, func(b *bench) Refusal {
		b.must(pia, work, NotePosted, MessageBody{Message: "n1"}, TextPrivate{Text: "careful"})
		return b.post(ann, "m1", "n1")
	}},
	{"routing what staff wrote", CodeMissing, func(b *bench) Refusal {
		b.ok(b.post(pia, "m1", ""))
		return b.do(Relay, work, MessageRouted, RoutedBody{"m1", TaskReply, "pia", IsPreparer}, nil)
	}},
	{"routing to nobody", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.post(ann, "m1", ""))
		return b.do(Relay, work, MessageRouted, RoutedBody{"m1", TaskReply, "", IsPreparer}, nil)
	}},
	{"a task nobody has", CodeMissing, func(b *bench) Refusal { return b.do(pia, work, TaskAssigned, TaskBody{About: "m1", To: "max"}, nil) }},
	{"a task for a stranger", CodeMissing, func(b *bench) Refusal {
		b.routed("m1")
		return b.do(pia, work, TaskAssigned, TaskBody{About: "m1", To: "nobody"}, nil)
	}},
	{"a task for somebody who cannot see it", CodeForbidden, func(b *bench) Refusal {
		b.routed("m1")
		b.must(pat, work, EngagementAccess, AccessBody{[]StaffID{"pat", "pia"}}, nil)
		return b.do(pia, work, TaskAssigned, TaskBody{About: "m1", To: "max"}, nil)
	}},
	{"nothing done", CodeMissing, func(b *bench) Refusal { return b.do(pia, work, TaskDone, TaskBody{About: "m1"}, nil) }},
	{"nothing put off", CodeMissing, func(b *bench) Refusal { return b.do(pia, work, TaskSnoozed, TaskBody{About: "m1"}, nil) }},
	{"put off for ever", CodeMalformed, func(b *bench) Refusal {
		b.routed("m1")
		return b.do(pia, work, TaskSnoozed, TaskBody{About: "m1"}, nil)
	}},
}

func (b *bench) post(by Actor, id, to MessageID) Refusal {
	p := TextPrivate{Text: "Where is my return?"}
	if c := by.Contact(); c != "" {
		p.Via = via(string(c))
	}
	return b.do(by, work, MessagePosted, MessageBody{Message: id, ReplyTo: to}, p)
}

// routed posts a client's message that Pia has to answer.
func (b *bench) routed(id MessageID) {
	b.t.Helper()
	b.ok(b.post(ann, id, ""))
	b.must(Relay, work, MessageRouted, RoutedBody{string(id), TaskReply, "pia", IsPreparer}, nil)
}

var envelopeRefusals = []refusal{
	{"an unknown kind", CodeUnknownKind, func(b *bench) Refusal { return b.do(pia, work, "coffee.made", nil, nil) }},
	{"the firm's in a client's history", CodeMalformed, func(b *bench) Refusal { return b.do(pia, acme, RootMapped, RootMappedBody{"r"}, Named{"R"}) }},
	{"a client's in the firm's history", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, FirmStream, ClientRenamed, nil, ClientNamed{Name: "N"})
	}},
	{"an engagement's in a client's history", CodeMalformed, func(b *bench) Refusal { return b.do(pia, acme, DueSet, DueBody{}, nil) }},
	{"a body that is no object", CodeMalformed, func(b *bench) Refusal { return b.do(pia, work, DueSet, json.RawMessage(`[1]`), nil) }},
	{"a private part that is no object", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, RequestAsked, RequestAskedBody{Request: "q1"}, json.RawMessage(`"x"`))
	}},
	{"a private part left at home", CodeMalformed, func(b *bench) Refusal {
		e := b.event(pia, work, RequestAsked, RequestAskedBody{Request: "q1"}, RequestPrivate{Title: "T"})
		e.PrivateBody = nil
		return b.try(e)
	}},
	{"an id that a colleague's save will have", CodeMalformed, func(b *bench) Refusal {
		id := SaveID(workSalt, "work", "a.pdf", "", sum("v1"))
		return b.try(b.eventNamed(id, pia, work, NotePosted, MessageBody{Message: "n1"}, TextPrivate{Text: "x"}))
	}},
	{"an empty action", CodeMalformed, func(b *bench) Refusal { return b.whole() }},
	{"an action with a hole", CodeMalformed, func(b *bench) Refusal {
		e := b.event(pia, work, DueSet, DueBody{}, nil)
		e.Part, e.Of = 2, 2
		return b.whole(e)
	}},
	{"an action cut short", CodeMalformed, func(b *bench) Refusal {
		e := b.event(pia, work, DueSet, DueBody{}, nil)
		e.Of = 2
		return b.whole(e)
	}},
	{"an action of two", CodeMalformed, func(b *bench) Refusal {
		return b.whole(b.pair(func(e *Event) { e.By, e.Device = pat, "dev-pat" })...)
	}},
	{"an action by two computers", CodeMalformed, func(b *bench) Refusal {
		return b.whole(b.pair(func(e *Event) { e.Device = "dev-pat" })...)
	}},
	{"an action with two counts", CodeMalformed, func(b *bench) Refusal { return b.whole(b.pair(func(e *Event) { e.N++ })...) }},
	{"two actions in one", CodeMalformed, func(b *bench) Refusal { return b.whole(b.pair(func(e *Event) { e.Action = "x" })...) }},
	{"parts that wait for different actions", CodeMalformed, func(b *bench) Refusal {
		return b.whole(b.pair(func(e *Event) { e.After = "x" })...)
	}},
	{"one id twice", CodeMalformed, func(b *bench) Refusal { return b.whole(b.pair(func(e *Event) { e.ID = "same" })...) }},
}

// pair is an action of two events of which harm spoils the second, or both ids.
func (b *bench) pair(harm func(*Event)) []Event {
	one := b.event(pia, work, DueSet, DueBody{"2026-03-20"}, nil)
	two := b.event(pia, work, DueSet, DueBody{"2026-03-21"}, nil)
	one.Of, two.Of, two.Part = 2, 2, 2
	two.Action, two.N = one.Action, one.N
	harm(&two)
	if two.ID == "same" {
		one.ID = "same"
	}
	return []Event{one, two}
}

// whole asks about an action without folding it.
func (b *bench) whole(events ...Event) Refusal {
	_, r := CheckAction(b.w, events)
	return r
}
