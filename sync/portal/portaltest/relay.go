package portaltest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/portal"
)

// Relay is portal.Relay in memory. Now may be set before its first use.
type Relay struct {
	Now func() time.Time

	mu    sync.Mutex
	order []engagement.FirmID
	firms map[engagement.FirmID]*firm
	acts  map[engagement.ActionID]portal.Receipt
	ids   int
}

type firm struct {
	office, shared *engagement.World
	seq, n         uint64
	watchers       map[chan struct{}]bool
}

var _ portal.Relay = (*Relay)(nil)

// NewRelay returns a relay without firms.
func NewRelay(now func() time.Time) *Relay {
	return &Relay{Now: now, firms: map[engagement.FirmID]*firm{}, acts: map[engagement.ActionID]portal.Receipt{}}
}

// The key of a firm's portal, and of the one computer of each of its staff.
const portalKey engagement.KeyID = "portal-key"

func deskKey(id engagement.StaffID) engagement.KeyID { return engagement.KeyID("desk-" + string(id)) }

// Found makes a firm with an administrator.
func (r *Relay) Found(id engagement.FirmID, name, zone string, admin engagement.StaffID, adminName string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := &firm{office: engagement.NewWorld(), shared: engagement.NewWorld(), watchers: map[chan struct{}]bool{}}
	f.shared.SharedOnly = true
	r.firms[id], r.order = f, append(r.order, id)
	r.found(f, engagement.FirmCreated, engagement.FirmCreatedBody{Firm: id, Zone: zone}, engagement.Named{Name: name})
	r.found(f, engagement.KeyAdded, engagement.KeyAddedBody{Key: portalKey, Purpose: engagement.PortalKey, Public: public(id, "portal")}, nil)
	roles := []engagement.Role{engagement.Administrator, engagement.Partner}
	r.found(f, engagement.StaffAdded, engagement.StaffAddedBody{Staff: admin, Roles: roles}, engagement.Named{Name: adminName})
	r.found(f, engagement.KeyAdded, engagement.KeyAddedBody{Key: deskKey(admin), Purpose: engagement.DeviceKey, Staff: admin, Public: public(id, string(admin))}, nil)
}

// found applies the first events of a firm, for which nobody has a key yet.
func (r *Relay) found(f *firm, kind engagement.Kind, body, private any) {
	e := r.event(f, engagement.Relay, portalKey, portal.Fact{Stream: engagement.FirmStream, Kind: kind, Body: body, Private: private})
	e.Part, e.Of = 1, 1
	f.seq++
	e.Seq, e.Received = f.seq, r.Now()
	for _, w := range []*engagement.World{f.office, f.shared} {
		if w == f.office || engagement.AudienceOf(kind) == engagement.Shared {
			must(engagement.Apply(w, &e))
		}
	}
}

// Hire adds a member of the staff with a computer.
func (r *Relay) Hire(firm engagement.FirmID, by, id engagement.StaffID, name string, roles ...engagement.Role) {
	r.Do(firm, by, engagement.FirmStream, engagement.StaffAdded, engagement.StaffAddedBody{Staff: id, Roles: roles}, engagement.Named{Name: name})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found(r.firms[firm], engagement.KeyAdded,
		engagement.KeyAddedBody{Key: deskKey(id), Purpose: engagement.DeviceKey, Staff: id, Public: public(firm, string(id))}, nil)
}

func public(parts ...any) []byte {
	sum := blob.Sum(fmt.Append(nil, parts...))
	return sum[:]
}

// Do records what a member of the staff did. It panics when the rules refuse
// it: the story of a test is wrong then.
func (r *Relay) Do(firm engagement.FirmID, by engagement.StaffID, stream engagement.Stream, kind engagement.Kind, body, private any) engagement.EventID {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.firms[firm]
	e := r.event(f, engagement.StaffActor(by), deskKey(by), portal.Fact{Stream: stream, Kind: kind, Body: body, Private: private})
	_, err := r.append(f, []engagement.Event{e})
	must(err)
	return e.ID
}

// DoAs is Do for kinds whose event has a derived id, and for the relay's own
// kinds where by is empty.
func (r *Relay) DoAs(firm engagement.FirmID, by engagement.StaffID, id engagement.EventID, stream engagement.Stream, kind engagement.Kind, body, private any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.firms[firm]
	actor, key := engagement.StaffActor(by), deskKey(by)
	if by == "" {
		actor, key = engagement.Relay, portalKey
	}
	e := r.event(f, actor, key, portal.Fact{Stream: stream, Kind: kind, Body: body, Private: private})
	e.ID = id
	_, err := r.append(f, []engagement.Event{e})
	must(err)
}

// Engagement is an engagement as the office sees it.
func (r *Relay) Engagement(firm engagement.FirmID, id engagement.EngagementID) *engagement.Engagement {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.firms[firm].office.Engagement(id)
}

// ID returns a new id.
func (r *Relay) ID(prefix string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.id(prefix)
}

func (r *Relay) id(prefix string) string {
	r.ids++
	return fmt.Sprintf("%s%06d", prefix, r.ids)
}

func (r *Relay) event(f *firm, by engagement.Actor, key engagement.KeyID, fact portal.Fact) engagement.Event {
	e := engagement.Event{Header: engagement.Header{
		ID: engagement.EventID(r.id("ev")), Stream: fact.Stream, Action: engagement.ActionID(r.id("ac")), Part: 1, Of: 1,
		By: by, Device: key, N: f.n + 1, At: r.Now(), Kind: fact.Kind, Body: encode(fact.Body),
	}}
	if fact.Private != nil {
		e.PrivateBody = encode(fact.Private)
		e.Private = string(engagement.DigestOf(e.PrivateBody))
	}
	return e
}

func encode(v any) json.RawMessage {
	if v == nil {
		return json.RawMessage("{}")
	}
	b, err := json.Marshal(v)
	must(err)
	return b
}

func must(err error) {
	if refusal, ok := err.(engagement.Refusal); err != nil && (!ok || !refusal.OK()) {
		panic("portaltest: " + err.Error())
	}
}

// append decides and folds one action, with what follows from it.
func (r *Relay) append(f *firm, events []engagement.Event) (portal.Receipt, error) {
	now := r.Now()
	for i := range events {
		events[i].Seq, events[i].Received = f.seq+uint64(i)+1, now
	}
	fork, refusal := engagement.CheckAction(f.office, events)
	if !refusal.OK() {
		return portal.Receipt{}, refusal
	}
	follow := engagement.Consequences(f.office, fork, events)
	fork.Commit(f.office)
	f.n++
	f.seq += uint64(len(events))
	r.share(f, events)
	for _, c := range follow {
		e := r.event(f, engagement.Relay, portalKey, portal.Fact{Stream: c.Stream, Kind: c.Kind, Body: c.Body})
		if _, err := r.append(f, []engagement.Event{e}); err != nil {
			return portal.Receipt{}, err
		}
	}
	for w := range f.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
	return portal.Receipt{Seq: events[0].Seq}, nil
}

// share folds what clients may see. Values that Look handed out stay as they
// were: the fork copies before it changes.
func (r *Relay) share(f *firm, events []engagement.Event) {
	for i := range events {
		if engagement.AudienceOf(events[i].Kind) != engagement.Shared {
			continue
		}
		if events[i].Kind == engagement.EngagementOpened {
			f.shared.Begin(events[i].Stream)
		}
		fork := engagement.NewFork(f.shared)
		must(engagement.Apply(fork, &events[i]))
		fork.Commit(f.shared)
	}
}

// Access implements portal.Relay.
func (r *Relay) Access(_ context.Context, email string) ([]portal.Access, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []portal.Access
	for _, id := range r.order {
		for _, c := range r.firms[id].shared.C {
			for _, who := range c.Contacts {
				if who.Active && engagement.NormalEmail(who.Email) == email {
					all = append(all, portal.Access{Firm: id, Client: c.ID, Contact: who.ID})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b portal.Access) int {
		return cmp.Or(slices.Index(r.order, a.Firm)-slices.Index(r.order, b.Firm), cmp.Compare(a.Client, b.Client))
	})
	return all, nil
}

// Look implements portal.Relay.
func (r *Relay) Look(_ context.Context, firm engagement.FirmID, client engagement.ClientID) (portal.View, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.firms[firm]
	if f == nil || f.shared.C[client] == nil {
		return portal.View{}, portal.ErrNotFound
	}
	firmNow := f.shared.F
	v := portal.View{Firm: &firmNow, Client: f.shared.C[client]}
	for _, e := range f.shared.E {
		if e.Client == client {
			v.Engagements = append(v.Engagements, e)
		}
	}
	slices.SortFunc(v.Engagements, func(a, b *engagement.Engagement) int {
		return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(a.ID, b.ID))
	})
	return v, nil
}

// Append implements portal.Relay.
func (r *Relay) Append(_ context.Context, firm engagement.FirmID, act portal.Act) (portal.Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if done, ok := r.acts[act.Action]; ok {
		return done, nil
	}
	f := r.firms[firm]
	var events []engagement.Event
	for i, fact := range act.Facts {
		fact.Private = withVia(fact.Private, act.Via)
		e := r.event(f, engagement.ContactActor(act.By), portalKey, fact)
		e.Action, e.Part, e.Of = act.Action, i+1, len(act.Facts)
		events = append(events, e)
	}
	receipt, err := r.append(f, events)
	if err == nil {
		r.acts[act.Action] = receipt
	}
	return receipt, err
}

func withVia(private any, via engagement.Via) any {
	fields := map[string]any{}
	if private != nil {
		must(json.Unmarshal(encode(private), &fields))
	}
	fields["via"] = via
	return fields
}

// Looking implements portal.Relay.
func (r *Relay) Looking(context.Context, engagement.FirmID, engagement.ContactID) error { return nil }

// Watch implements portal.Relay.
func (r *Relay) Watch(ctx context.Context, firm engagement.FirmID) (<-chan struct{}, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := make(chan struct{}, 1)
	f := r.firms[firm]
	f.watchers[c] = true
	context.AfterFunc(ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(f.watchers, c)
		close(c)
	})
	return c, nil
}

// Evidence implements portal.Relay with a record that names the seal alone.
func (r *Relay) Evidence(_ context.Context, firm engagement.FirmID, e engagement.EngagementID, d engagement.DeliverableID) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	eng := r.firms[firm].shared.Engagement(e)
	if eng == nil || eng.Deliverable(d) == nil || eng.Deliverable(d).Seal == nil {
		return nil, portal.ErrNotFound
	}
	return json.MarshalIndent(eng.Deliverable(d).Seal, "", "  ")
}

// Scope implements portal.Relay.
func (r *Relay) Scope(firm engagement.FirmID, client engagement.ClientID) blob.Scope {
	return blob.Scope("firm/" + string(firm) + "/client/" + string(client))
}

// Host implements portal.Relay.
func (r *Relay) Host(_ context.Context, at string) (portal.Host, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id := engagement.FirmID(at)
	if at == "" && len(r.order) == 1 {
		id = r.order[0]
	}
	if f := r.firms[id]; f != nil {
		return portal.Host{Firm: id, Name: f.shared.F.Name}, nil
	}
	return portal.Host{}, nil
}
