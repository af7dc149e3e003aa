package engagement

import (
	"encoding/json"
	"time"
)

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
		if c, ok := holding(after, eng, e); ok {
			all = append(all, c)
		}
		if c, ok := routing(after, eng, e); ok {
			all = append(all, c)
		}
		if !shown[e.Stream] {
			shown[e.Stream] = true
			if b, differs := ToShow(eng, events[len(events)-1].When()); differs {
				all = append(all, consequence(e.Stream, StatusShown, b))
			}
		}
	}
	return all
}

// routing says who looks after what a contact did.
func routing(s States, eng *Engagement, e *Event) (Consequence, bool) {
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
	b.To, b.Because = RouteIn(s, eng, e.When())
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

// ToShow is what the client should read at t, and whether that differs from what
// they were last told. An override that ends by the clock makes it differ
// without an event, so the relay also asks at that time.
func ToShow(eng *Engagement, t time.Time) (b StatusShownBody, differs bool) {
	status, set := eng.StatusAt(t)
	b.Status = status
	if set && status == OnExtension {
		b.Until = eng.Due
	}
	return b, eng.Shown == nil || eng.Shown.Status != b.Status || eng.Shown.Until != b.Until
}

func consequence(s Stream, k Kind, body any) Consequence {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err) // plain data types
	}
	return Consequence{Stream: s, Kind: k, Body: raw}
}
