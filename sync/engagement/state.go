package engagement

import (
	"encoding/json"
	"fmt"
	"maps"
)

// States finds the state of streams. Firm is never nil; Client and Engagement
// return nil for streams that have no history. Apply changes the values that
// they return in place.
type States interface {
	Firm() *Firm
	Client(ClientID) *Client
	Engagement(EngagementID) *Engagement
	// Begin makes the state of a stream that has no history yet.
	Begin(Stream)
}

// FoldVersion changes whenever the same events would fold to another state, so
// that checkpoints of an older program are dropped (SPEC H10).
const FoldVersion = 6

// World is the States of a whole firm in memory: the relay's, and tests'.
type World struct {
	// SharedOnly makes this the portal's world: see Engagement.SharedOnly.
	SharedOnly bool                         `json:"sharedOnly,omitempty"`
	F          Firm                         `json:"firm"`
	C          map[ClientID]*Client         `json:"clients"`
	E          map[EngagementID]*Engagement `json:"engagements"`
}

// NewWorld returns the state of a firm with no history.
func NewWorld() *World {
	return &World{F: *NewFirm(), C: map[ClientID]*Client{}, E: map[EngagementID]*Engagement{}}
}

// Firm implements States.
func (w *World) Firm() *Firm { return &w.F }

// IsSharedOnly says whether this is the portal's world.
func (w *World) IsSharedOnly() bool { return w.SharedOnly }

// Client implements States.
func (w *World) Client(id ClientID) *Client { return w.C[id] }

// Engagement implements States.
func (w *World) Engagement(id EngagementID) *Engagement { return w.E[id] }

// Begin implements States.
func (w *World) Begin(s Stream) {
	if id := s.ClientID(); id != "" && w.C[id] == nil {
		w.C[id] = NewClient(id)
	}
	if id := s.EngagementID(); id != "" && w.E[id] == nil {
		w.E[id] = NewEngagement(id)
		w.E[id].SharedOnly = w.SharedOnly
	}
}

// Fork is States on top of others: what is changed through it is a copy. It is
// how an action is tried whole, and how pending events lie over confirmed ones.
type Fork struct {
	under States
	firm  *Firm
	c     map[ClientID]*Client
	e     map[EngagementID]*Engagement
}

// NewFork returns a copy-on-first-use view over under.
func NewFork(under States) *Fork {
	return &Fork{under: under, c: map[ClientID]*Client{}, e: map[EngagementID]*Engagement{}}
}

// Firm implements States. It returns the firm for reading; writing goes through
// own, which copies first.
func (f *Fork) Firm() *Firm {
	if f.firm != nil {
		return f.firm
	}
	return f.under.Firm()
}

// Client implements States.
func (f *Fork) Client(id ClientID) *Client {
	if c, ok := f.c[id]; ok {
		return c
	}
	return f.under.Client(id)
}

// Engagement implements States.
func (f *Fork) Engagement(id EngagementID) *Engagement {
	if e, ok := f.e[id]; ok {
		return e
	}
	return f.under.Engagement(id)
}

// Begin implements States.
func (f *Fork) Begin(s Stream) {
	if id := s.ClientID(); id != "" && f.Client(id) == nil {
		f.c[id] = NewClient(id)
	}
	if id := s.EngagementID(); id != "" && f.Engagement(id) == nil {
		f.e[id] = NewEngagement(id)
		f.e[id].SharedOnly = f.IsSharedOnly()
	}
}

// IsSharedOnly says whether this is a view over the portal's world.
func (f *Fork) IsSharedOnly() bool { return isSharedOnly(f.under) }

// isSharedOnly asks States that can tell; all others hold everything.
func isSharedOnly(s States) bool {
	w, ok := s.(interface{ IsSharedOnly() bool })
	return ok && w.IsSharedOnly()
}

// own makes the stream's state the fork's own copy, so that it can be changed.
func (f *Fork) own(s Stream) {
	switch {
	case s == FirmStream:
		if f.firm == nil {
			f.firm = deepCopy(f.under.Firm())
		}
	case s.ClientID() != "":
		if _, mine := f.c[s.ClientID()]; !mine {
			if under := f.under.Client(s.ClientID()); under != nil {
				f.c[s.ClientID()] = deepCopy(under)
			}
		}
	default:
		if _, mine := f.e[s.EngagementID()]; !mine {
			if under := f.under.Engagement(s.EngagementID()); under != nil {
				f.e[s.EngagementID()] = under.branch()
			}
		}
	}
}

// Changed lists the streams that the fork holds its own copy of.
func (f *Fork) Changed() []Stream {
	var all []Stream
	if f.firm != nil {
		all = append(all, FirmStream)
	}
	for id := range f.c {
		all = append(all, ClientStream(id))
	}
	for id := range f.e {
		all = append(all, EngagementStream(id))
	}
	return all
}

// Commit replaces what is under w by what the fork changed.
func (f *Fork) Commit(w *World) {
	if f.firm != nil {
		w.F = *f.firm
	}
	for id, c := range f.c {
		w.C[id] = c
	}
	for id, e := range f.e {
		w.E[id] = e
	}
}

// Adopt takes over what a fork on top of this one changed, so that forks do not
// pile up. above is not to be used after it.
func (f *Fork) Adopt(above *Fork) {
	if above.firm != nil {
		f.firm = above.firm
	}
	maps.Copy(f.c, above.c)
	maps.Copy(f.e, above.e)
}

// drop says that nobody looks at the fork any more: another may go on where it
// did.
func (f *Fork) drop() {
	for _, e := range f.e {
		if e.line != nil {
			e.line.history.giveBack(e.line.from, len(e.History))
		}
	}
}

// Clone returns a deep copy of the engagement.
func (e *Engagement) Clone() *Engagement { return clone(e) }

// clone copies by the JSON form that checkpoints use, so that a state that does
// not survive a checkpoint cannot survive a test either.
func clone[T any](v *T) *T {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("engagement: state cannot be encoded: %v", err)) // a plain data type cannot fail
	}
	c := new(T)
	if err := json.Unmarshal(b, c); err != nil {
		panic(fmt.Sprintf("engagement: state cannot be decoded: %v", err))
	}
	return c
}
