package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tieout/app/store"
	"tieout/sync/engagement"
)

// act is one thing a person did, signed and kept until it is part of the history.
type act struct {
	ID      engagement.ActionID `json:"id"`
	After   engagement.ActionID `json:"after,omitempty"`
	Records []engagement.Record `json:"records"`
	At      time.Time           `json:"at"`
	Words   string              `json:"words"`           // "Approve draft 2 of Kestrel Marine Inc."
	Retry   string              `json:"retry,omitempty"` // the bound act that does it again
	Draft   engagement.DraftID  `json:"draft,omitempty"`
	// Quiet acts are the program's own: their refusal is nobody's concern.
	Quiet bool `json:"quiet,omitempty"`
	// Save is what a document.shared was made of, to plan it again.
	Save *save `json:"save,omitempty"`

	n      uint64 // the device's count
	seq    uint64 // the last number the relay gave it, or 0
	events []engagement.Event
}

// stream is what the act is about.
func (t *act) stream() engagement.Stream { return t.events[0].Stream }

// pending is the acts that wait, folded on top of what is confirmed. The caller holds the App's lock.
type pending struct {
	states *states
	acts   []*act           // in the order of n
	fork   *engagement.Fork // nil when it has to be folded again
	byID   map[engagement.ActionID]*act
	ids    map[engagement.EventID]bool
	of     map[engagement.Stream]int // how many events of each stream wait
	freed  chan struct{}             // closed and replaced when acts are dropped

	crowded bool // see full
}

func newPending(s *states) *pending {
	p := &pending{states: s, freed: make(chan struct{})}
	p.clear()
	return p
}

func (p *pending) clear() {
	p.acts, p.fork = nil, nil
	p.byID, p.ids = map[engagement.ActionID]*act{}, map[engagement.EventID]bool{}
	p.of = map[engagement.Stream]int{}
}

// keep takes an act that the view shows already, or that it is folded anew with.
func (p *pending) keep(t *act) {
	p.acts, p.byID[t.ID] = append(p.acts, t), t
	for i := range t.events {
		p.ids[t.events[i].ID] = true
		p.of[t.events[i].Stream]++
	}
}

func (p *pending) forget(t *act) {
	delete(p.byID, t.ID)
	for i := range t.events {
		e := &t.events[i]
		delete(p.ids, e.ID)
		if p.of[e.Stream]--; p.of[e.Stream] == 0 {
			delete(p.of, e.Stream)
		}
	}
}

func (p *pending) open(s *store.Store) error {
	p.clear()
	stored, err := s.Outbox()
	if err != nil {
		return err
	}
	for _, kept := range stored {
		t, err := decodeAct(kept)
		if err != nil {
			return err
		}
		p.keep(t)
	}
	return nil
}

func decodeAct(kept store.Action) (*act, error) {
	t := &act{n: kept.N, seq: kept.Seq}
	if err := json.Unmarshal(kept.Data, t); err != nil {
		return nil, fmt.Errorf("app: an act that waits: %w", err)
	}
	for i := range t.Records {
		e, err := t.Records[i].Decode()
		if err != nil {
			return nil, fmt.Errorf("app: an act that waits: %w", err)
		}
		t.events = append(t.events, e)
	}
	if len(t.events) == 0 {
		return nil, fmt.Errorf("app: an act that waits is empty")
	}
	return t, nil
}

// view is what the person sees: everything confirmed, with what waits on top. What no longer makes
// sense changes nothing; the relay will say so.
func (p *pending) view() *engagement.Fork {
	if p.fork == nil {
		p.fork = engagement.NewFork(p.states)
		for _, t := range p.acts {
			p.fold(t)
		}
	}
	return p.fork
}

func (p *pending) fold(t *act) {
	for i := range t.events {
		engagement.Apply(p.fork, &t.events[i])
	}
}

// again has the view folded anew, because what lies under it changed.
func (p *pending) again() { p.fork = nil }

func (p *pending) drop(numbers ...uint64) {
	if len(numbers) == 0 {
		return
	}
	gone := make(map[uint64]bool, len(numbers))
	for _, n := range numbers {
		gone[n] = true
	}
	p.acts = slices.DeleteFunc(p.acts, func(t *act) bool {
		if gone[t.n] {
			p.forget(t)
		}
		return gone[t.n]
	})
	close(p.freed)
	p.freed = make(chan struct{})
	p.again()
}

func (p *pending) find(id engagement.ActionID) *act { return p.byID[id] }

// has says whether an event waits here.
func (p *pending) has(id engagement.EventID) bool { return p.ids[id] }

func (p *pending) touches(s engagement.Stream) bool { return p.of[s] > 0 }

func (p *pending) engagements() []engagement.EngagementID {
	var ids []engagement.EngagementID
	for s := range p.of {
		if id := s.EngagementID(); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p *pending) clients() []engagement.ClientID {
	var ids []engagement.ClientID
	for s := range p.of {
		if id := s.ClientID(); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// waitingFor answers the act that an event waits in, or "".
func (p *pending) waitingFor(is func(e *engagement.Event) bool) engagement.ActionID {
	for i := len(p.acts) - 1; i >= 0; i-- {
		for j := range p.acts[i].events {
			if is(&p.acts[i].events[j]) {
				return p.acts[i].ID
			}
		}
	}
	return ""
}
