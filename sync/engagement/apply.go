package engagement

// Apply folds one event into the state of its stream. It is total: an event
// that makes no sense changes nothing and says why; a kind that this program
// does not know is counted on its stream and otherwise ignored. Apply does not
// ask who may act; see Check.
func Apply(s States, e *Event) Refusal {
	k, ok := kinds[e.Kind]
	if !ok {
		return unknown(s, e)
	}
	if f, isFork := s.(*Fork); isFork {
		f.own(e.Stream)
	}
	a, r := meet(s, e, k.scope)
	if !r.OK() {
		return r
	}
	if a.eng != nil {
		a.eng.index()
	}
	if r := k.apply(a); !r.OK() {
		return r
	}
	a.begin()
	if a.eng != nil {
		a.eng.settle(a)
	}
	return accepted
}

// begin gives a stream that this event opened its place among the states. It
// happens after the rule, so that a refused opening leaves nothing behind.
func (a *act) begin() {
	switch a.Kind {
	case ClientCreated:
		a.states.Begin(a.Stream)
		*a.states.Client(a.client.ID) = *a.client
		a.client = a.states.Client(a.client.ID)
	case EngagementOpened:
		a.states.Begin(a.Stream)
		now := a.states.Engagement(a.eng.ID)
		a.eng.SharedOnly = now.SharedOnly
		*now = *a.eng
		a.eng = now
	}
}

// meet finds the state an event is about.
func meet(s States, e *Event, in scope) (*act, Refusal) {
	a := &act{Event: e, states: s, firm: s.Firm()}
	switch in {
	case onFirm:
		if e.Stream != FirmStream {
			return nil, malformed("it belongs to the firm's history")
		}
	case onClient:
		id := e.Stream.ClientID()
		if id == "" {
			return nil, malformed("it belongs to a client's history")
		}
		if a.client = s.Client(id); a.client == nil {
			if e.Kind != ClientCreated {
				return nil, missing("This client")
			}
			a.client = NewClient(id)
		}
	case onEngagement:
		id := e.Stream.EngagementID()
		if id == "" {
			return nil, malformed("it belongs to an engagement's history")
		}
		if a.eng = s.Engagement(id); a.eng == nil {
			if e.Kind != EngagementOpened {
				return nil, missing("This engagement")
			}
			a.eng = NewEngagement(id)
		}
		a.client = s.Client(a.eng.Client)
	}
	return a, accepted
}

func unknown(s States, e *Event) Refusal {
	if f, isFork := s.(*Fork); isFork {
		f.own(e.Stream)
	}
	switch {
	case e.Stream == FirmStream:
		s.Firm().Unknown++
	case s.Client(e.Stream.ClientID()) != nil:
		s.Client(e.Stream.ClientID()).Unknown++
	case s.Engagement(e.Stream.EngagementID()) != nil:
		s.Engagement(e.Stream.EngagementID()).Unknown++
	}
	return Refusal{CodeUnknownKind, "A newer version of Tieout wrote this.", "Update Tieout to see more."}
}

// CheckAction says whether all events of one action may happen, in order, on
// s, which is not changed. The action must be whole: parts 1 to Of, all by one
// author with one key and one count (SPEC E5). On success the fork holds the
// state after them.
//
// Rules that reckon with time read [Event.When]: whoever numbers events sets
// Received before it asks.
func CheckAction(s States, events []Event) (*Fork, Refusal) {
	if r := whole(events); !r.OK() {
		return nil, r
	}
	return try(s, events)
}

func try(s States, events []Event) (*Fork, Refusal) {
	fork := NewFork(s)
	for i := range events {
		if r := fork.try(&events[i]); !r.OK() {
			fork.drop()
			return nil, r
		}
	}
	return fork, accepted
}

func (f *Fork) try(e *Event) Refusal {
	if r := mayAct(f, e); !r.OK() {
		return r
	}
	if e.gone() {
		return malformed("its private part is not with it")
	}
	if takesDerivedID(e) {
		return malformed("its id is that of another kind of event")
	}
	return Apply(f, e)
}

// whole says whether the events are all parts of one action, in order.
func whole(events []Event) Refusal {
	if len(events) == 0 {
		return malformed("the action is empty")
	}
	first := &events[0]
	ids := map[EventID]bool{}
	for i := range events {
		e := &events[i]
		switch {
		case e.Part != i+1 || e.Of != len(events):
			return malformed("a part of the action is missing")
		case e.Action != first.Action || e.By != first.By || e.Device != first.Device || e.N != first.N || e.After != first.After:
			return malformed("its parts are not of one action")
		case ids[e.ID]:
			return malformed("two parts have one id")
		}
		ids[e.ID] = true
	}
	return accepted
}

// Check says whether one event may happen now: its author may act, and Apply
// takes it. Nothing is changed. What part of which action it is does not matter.
func Check(s States, e *Event) Refusal {
	fork, r := try(s, []Event{*e})
	if r.OK() {
		fork.drop()
	}
	return r
}
