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
	if r := k.apply(a); !r.OK() {
		return r
	}
	if a.eng != nil {
		a.eng.settle(a)
	}
	return accepted
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
		if e.Kind == ClientCreated {
			s.Begin(e.Stream)
		}
		if a.client = s.Client(id); a.client == nil {
			return nil, missing("This client")
		}
	case onEngagement:
		id := e.Stream.EngagementID()
		if id == "" {
			return nil, malformed("it belongs to an engagement's history")
		}
		if e.Kind == EngagementOpened {
			s.Begin(e.Stream)
		}
		if a.eng = s.Engagement(id); a.eng == nil {
			return nil, missing("This engagement")
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
// s, which is not changed. On success the fork holds the state after them.
func CheckAction(s States, events []Event) (*Fork, Refusal) {
	try := NewFork(s)
	for i := range events {
		if r := mayAct(try, &events[i]); !r.OK() {
			return nil, r
		}
		if r := Apply(try, &events[i]); !r.OK() {
			return nil, r
		}
	}
	return try, accepted
}

// Check says whether one event may happen: its author may act, and Apply takes
// it. Nothing is changed.
func Check(s States, e *Event) Refusal {
	_, r := CheckAction(s, []Event{*e})
	return r
}
