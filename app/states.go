package app

import (
	"encoding/json"
	"fmt"
	"log/slog"

	"tieout/app/store"
	"tieout/sync/engagement"
)

// states is the confirmed fold of each stream, read from its checkpoint when it is asked for (SPEC
// H10). The caller holds the App's lock.
type states struct {
	store       *store.Store
	firm        *engagement.Firm
	head        uint64 // how far the history reaches here
	clients     map[engagement.ClientID]*engagement.Client
	engagements map[engagement.EngagementID]*engagement.Engagement
	seqs        map[engagement.Stream]uint64 // how far the streams held here are folded
	last        map[string]uint64            // the last event of every stream
	behind      map[engagement.Stream]int    // events folded here since the checkpoint
	kept        map[engagement.EngagementID][]mark
	lenient     *lenient
}

var _ engagement.States = (*states)(nil)

// maxHeld is how many engagements are held folded, maxHeldDocuments about how many documents of theirs beside
// the largest one: a document takes a kilobyte and more.
const (
	maxHeld          = 600
	maxHeldDocuments = 20_000
)

func newStates(s *store.Store) *states {
	st := &states{store: s}
	st.forget()
	return st
}

// forget drops everything folded here.
func (s *states) forget() {
	s.firm, s.lenient = engagement.NewFirm(), nil
	s.clients = map[engagement.ClientID]*engagement.Client{}
	s.engagements = map[engagement.EngagementID]*engagement.Engagement{}
	s.seqs, s.behind = map[engagement.Stream]uint64{}, map[engagement.Stream]int{}
	s.kept = map[engagement.EngagementID][]mark{}
}

// open reads the firm, which is always held.
func (s *states) open() error {
	s.forget()
	var err error
	if s.last, err = s.store.Streams(); err != nil {
		return err
	}
	return s.read(engagement.FirmStream, s.firm)
}

// trim drops streams so that memory stays bounded. Nobody may hold a state across it.
func (s *states) trim() {
	all, largest := 0, 0
	for _, e := range s.engagements {
		all, largest = all+e.Documents.Len(), max(largest, e.Documents.Len())
	}
	if len(s.engagements) > maxHeld || all-largest > maxHeldDocuments {
		s.release()
	}
}

// release drops every engagement held. Nobody may hold a state across it.
func (s *states) release() {
	for id := range s.engagements {
		delete(s.engagements, id)
		delete(s.seqs, engagement.EngagementStream(id))
		delete(s.behind, engagement.EngagementStream(id))
		delete(s.kept, id)
	}
}

// Firm implements engagement.States.
func (s *states) Firm() *engagement.Firm { return s.firm }

// Client implements engagement.States.
func (s *states) Client(id engagement.ClientID) *engagement.Client {
	stream := engagement.ClientStream(id)
	if c, held := s.clients[id]; held || s.last[string(stream)] == 0 {
		return c
	}
	c := engagement.NewClient(id)
	s.clients[id] = c
	if err := s.read(stream, c); err != nil {
		slog.Error("app: a client cannot be read", "error", err)
		delete(s.clients, id)
		return nil
	}
	return c
}

// Engagement implements engagement.States.
func (s *states) Engagement(id engagement.EngagementID) *engagement.Engagement {
	stream := engagement.EngagementStream(id)
	if e, held := s.engagements[id]; held || s.last[string(stream)] == 0 {
		return e
	}
	e := engagement.NewEngagement(id)
	s.engagements[id] = e
	if err := s.read(stream, e); err != nil {
		slog.Error("app: an engagement cannot be read", "error", err)
		delete(s.engagements, id)
		return nil
	}
	return e
}

// Begin implements engagement.States.
func (s *states) Begin(stream engagement.Stream) {
	if id := stream.ClientID(); id != "" && s.clients[id] == nil {
		s.clients[id] = engagement.NewClient(id)
	}
	if id := stream.EngagementID(); id != "" && s.engagements[id] == nil {
		s.engagements[id] = engagement.NewEngagement(id)
	}
}

// read folds a stream into state, from its checkpoint on. What it holds is registered already, because
// the events are applied to the states.
func (s *states) read(stream engagement.Stream, state any) error {
	c, err := s.store.Checkpoint(engagement.FoldVersion, string(stream))
	if err != nil {
		return err
	}
	if c.State != nil {
		whole, err := s.decode(c.State, state)
		if err != nil {
			return fmt.Errorf("app: checkpoint: %w", err)
		}
		if !whole {
			c = store.Checkpoint{}
		}
	}
	s.seqs[stream], s.behind[stream] = c.Seq, 0
	if c.State == nil {
		s.behind[stream] = neverKept
	}
	for after := c.Seq; ; after = s.seqs[stream] {
		records, err := s.store.Stream(string(stream), after, readStep)
		if err != nil || len(records) == 0 {
			return err
		}
		for _, r := range records {
			e, err := decodeStored(r)
			if err != nil {
				return err
			}
			s.apply(&e)
		}
	}
}

// readStep is how many events are read at once.
const readStep = 500

func decodeStored(r store.Record) (engagement.Event, error) {
	var rec engagement.Record
	if err := json.Unmarshal(r.Data, &rec); err != nil {
		return engagement.Event{}, fmt.Errorf("app: event %d: %w", r.Seq, err)
	}
	return rec.Decode()
}

// confirm takes an event that was stored. A stream that is not held is read with it when it is asked
// for.
func (s *states) confirm(e *engagement.Event) {
	s.last[string(e.Stream)] = max(s.last[string(e.Stream)], e.Seq)
	if e.Stream == engagement.FirmStream || s.held(e.Stream) {
		s.apply(e)
	}
}

func (s *states) held(stream engagement.Stream) bool {
	if id := stream.ClientID(); id != "" {
		return s.clients[id] != nil
	}
	return s.engagements[stream.EngagementID()] != nil
}

// apply folds one confirmed event. The relay accepted it, so who acted then and what else stood then is
// not asked again: see lenient.
func (s *states) apply(e *engagement.Event) {
	if s.lenient == nil {
		s.lenient = newLenient(s)
	}
	states := engagement.States(s)
	switch {
	case e.Stream.ClientID() != "":
		states = s.lenient
	case e.Stream.EngagementID() != "":
		states = then{s.lenient, e.Kind == engagement.EngagementOpened}
	}
	if r := engagement.Apply(states, e); !r.OK() && r.Code != engagement.CodeUnknownKind {
		slog.Warn("app: a confirmed event changes nothing here", "seq", e.Seq, "kind", e.Kind, "code", r.Code)
	}
	s.seqs[e.Stream] = e.Seq
	s.behind[e.Stream]++
	if e.Stream == engagement.FirmStream {
		s.lenient = nil
	}
}

// drop forgets a stream, to read it again.
func (s *states) drop(stream engagement.Stream) {
	delete(s.clients, stream.ClientID())
	delete(s.engagements, stream.EngagementID())
	delete(s.kept, stream.EngagementID())
	delete(s.seqs, stream)
	delete(s.behind, stream)
}

// neverKept counts for a stream that has no checkpoint at all.
const neverKept = 1 << 30

// due says whether a stream has grown enough since its checkpoint to be stored again.
func (s *states) due(stream engagement.Stream) bool {
	const few, part = 16, 2
	e := s.Engagement(stream.EngagementID())
	return e == nil || s.behind[stream] >= max(few, len(e.History)/part)
}

// checkpoint is the state of a held stream as it is stored.
func (s *states) checkpoint(stream engagement.Stream) (store.Checkpoint, error) {
	var raw []byte
	var err error
	if id := stream.ClientID(); id != "" {
		raw, err = json.Marshal(s.Client(id))
	} else if id := stream.EngagementID(); id != "" {
		raw, err = s.encode(s.Engagement(id))
	} else {
		raw, err = json.Marshal(s.firm)
	}
	return store.Checkpoint{Stream: string(stream), Seq: s.seqs[stream], State: raw}, err
}

// lenient is what a stream's confirmed events are folded against when the other streams are known only
// as they are now: a colleague who left since was there then, and so was a contact.
type lenient struct {
	*states
	firm engagement.Firm
}

var everyRole = []engagement.Role{engagement.Partner, engagement.Manager, engagement.Preparer, engagement.Administrator}

func newLenient(s *states) *lenient {
	l := &lenient{states: s, firm: *s.firm}
	l.firm.Staff = make(map[engagement.StaffID]*engagement.Staff, len(s.firm.Staff))
	for id, who := range s.firm.Staff {
		then := *who
		then.Active, then.Roles = true, everyRole
		l.firm.Staff[id] = &then
	}
	return l
}

// Firm implements engagement.States.
func (l *lenient) Firm() *engagement.Firm { return &l.firm }

// then is lenient for the events of an engagement, where the client is another stream as well.
type then struct {
	*lenient
	opening bool
}

// Client implements engagement.States.
func (t then) Client(id engagement.ClientID) *engagement.Client {
	now := t.lenient.Client(id)
	if now == nil {
		if t.opening {
			return engagement.NewClient(id)
		}
		return nil
	}
	c := *now
	c.RemindersPaused, c.Only = false, nil
	c.Contacts = make(map[engagement.ContactID]*engagement.Contact, len(now.Contacts))
	for id, who := range now.Contacts {
		served := *who
		served.Active = true
		c.Contacts[id] = &served
	}
	return &c
}
