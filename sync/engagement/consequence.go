package engagement

import "encoding/json"

// Consequence is an event that the relay records beside an action, in the same
// transaction and by its own key (SPEC H3).
type Consequence struct {
	Stream Stream
	Kind   Kind
	Body   json.RawMessage
}

// Consequences answers what follows from one accepted action: before and after
// are the state around it, events what it appended, with the relay's times. It
// is pure: the same arguments give the same answer on every relay.
func Consequences(before, after States, events []Event) []Consequence {
	var all []Consequence
	shown := map[Stream]bool{}
	for i := range events {
		e := &events[i]
		eng := after.Engagement(e.Stream.EngagementID())
		if eng == nil {
			continue
		}
		if c, ok := routing(after.Firm(), eng, e); ok {
			all = append(all, c)
		}
		if !shown[e.Stream] {
			shown[e.Stream] = true
			if c, ok := showing(eng, &events[len(events)-1]); ok {
				all = append(all, c)
			}
		}
	}
	return all
}

// routing says who looks after what a contact did.
func routing(f *Firm, eng *Engagement, e *Event) (Consequence, bool) {
	if e.By.Contact() == "" {
		return Consequence{}, false
	}
	b := RoutedBody{}
	kind := ArrivalRouted
	switch e.Kind {
	case MessagePosted:
		b.About, b.Kind, kind = subject[MessageBody](e).message(), TaskReply, MessageRouted
	case RequestAnswered:
		b.About, b.Kind = string(subject[RequestAnsweredBody](e).Request), TaskArrival
	case DocumentUploaded:
		id := subject[DocumentBody](e).Document
		if d := eng.Document(id); d == nil || d.Request != "" {
			return Consequence{}, false // it answers a request, which is routed once
		}
		b.About, b.Kind = string(id), TaskArrival
	case SignatureDeclined:
		b.About, b.Kind = string(subject[DeliverableRef](e).Deliverable), TaskDecline
	default:
		return Consequence{}, false
	}
	b.To, b.Because = Route(f, eng, e.When())
	if b.To == "" {
		return Consequence{}, false
	}
	return consequence(e.Stream, kind, b), true
}

func (b MessageBody) message() string { return string(b.Message) }

func subject[B any](e *Event) B {
	var b B
	_ = json.Unmarshal(e.Body, &b) // Apply read the same body before
	return b
}

// showing says what the client should read now, if it differs from what the
// client was last told.
func showing(eng *Engagement, last *Event) (Consequence, bool) {
	status, set := eng.StatusAt(last.When())
	b := StatusShownBody{Status: status}
	if set && status == OnExtension {
		b.Until = eng.Due
	}
	if eng.Shown != nil && eng.Shown.Status == b.Status && eng.Shown.Until == b.Until {
		return Consequence{}, false
	}
	return consequence(last.Stream, StatusShown, b), true
}

func consequence(s Stream, k Kind, body any) Consequence {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err) // plain data types
	}
	return Consequence{Stream: s, Kind: k, Body: raw}
}
