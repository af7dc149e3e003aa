package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// tenant is one firm as this process holds it: its state, its one writer and
// whoever listens.
type tenant struct {
	relay *Relay
	id    engagement.FirmID
	jobs  chan *job
	quit  chan struct{}
	done  chan struct{}

	starting sync.Mutex
	started  bool
	closed   bool
	keys     firmKeys
	slug     string

	// mu guards what follows. The writer alone changes it, so the writer alone
	// reads it without the lock.
	mu       sync.RWMutex
	world    *engagement.World
	shared   *engagement.World // what the portal sees; its values are replaced, never changed
	work     map[engagement.ClientID][]engagement.EngagementID
	head     uint64
	frontier proof.Frontier
	epoch    engagement.EpochID
	settling settling
	newest   time.Time // when the newest event was received

	looking   looking
	listeners listeners
	presence  *presence
	unfolded  unfolded
	kept      kept
}

func newTenant(r *Relay, id engagement.FirmID) *tenant {
	return &tenant{
		relay: r, id: id, jobs: make(chan *job, 256), quit: make(chan struct{}), done: make(chan struct{}),
		presence: newPresence(r.now, ""),
	}
}

// start loads the firm at its first use and starts its writer.
func (t *tenant) start(ctx context.Context) error {
	t.starting.Lock()
	defer t.starting.Unlock()
	switch {
	case t.closed:
		return ErrClosed
	case t.started:
		return nil
	}
	if err := t.load(ctx); err != nil {
		return err
	}
	t.started = true
	go t.write()
	return nil
}

func (t *tenant) load(ctx context.Context) error {
	db := t.relay.db
	f, err := db.Firm(ctx, string(t.id))
	if errors.Is(err, store.ErrNotFound) {
		return ErrNoFirm
	}
	if err != nil {
		return err
	}
	head, err := db.Head(ctx, string(t.id))
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(head.Frontier), &t.frontier); err != nil {
		return fmt.Errorf("relay: the log's edge: %w", err)
	}
	t.slug, t.epoch, t.head = f.Slug, engagement.EpochID(f.Epoch), head.Head
	if t.keys, err = t.relay.openKeys(ctx, t.id); err != nil {
		return err
	}
	if err := t.loadSettling(ctx); err != nil {
		return err
	}
	if err := t.loadNewest(ctx); err != nil {
		return err
	}
	if err := t.loadPresence(ctx); err != nil {
		return err
	}
	return t.fold(ctx)
}

// close stops the writer after what waits, and keeps the folds.
func (t *tenant) close(ctx context.Context) error {
	t.starting.Lock()
	defer t.starting.Unlock()
	t.closed = true
	if !t.started {
		return nil
	}
	close(t.quit)
	<-t.done
	t.listeners.close()
	return t.keepFolds(ctx)
}

// state is what every reply carries.
func (t *tenant) state() wire.State {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.stateLocked()
}

func (t *tenant) stateLocked() wire.State {
	return wire.State{
		Protocol: wire.Protocol, Epoch: t.epoch, Head: t.head,
		Settling: t.quiet(t.relay.now()), Wanted: t.settling.wanted,
	}
}

// view runs fn on the office's state, which fn must not change or keep.
func (t *tenant) view(fn func(w *engagement.World)) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	fn(t.world)
}

// scopeOf says under whose key an event of the stream is sealed. The stream of
// an engagement that s does not know has none.
func scopeOf(firm engagement.FirmID, s engagement.States, stream engagement.Stream) (scope, bool) {
	switch {
	case stream == engagement.FirmStream:
		return scope{firm: firm}, true
	case stream.ClientID() != "":
		return scope{firm, stream.ClientID()}, true
	}
	eng := s.Engagement(stream.EngagementID())
	if eng == nil || eng.Client == "" {
		return scope{}, false
	}
	return scope{firm, eng.Client}, true
}

// record opens a stored event. A private part whose key is gone is erased.
func (r *Relay) record(ctx context.Context, e *store.Event) (engagement.Record, error) {
	rec := engagement.Record{Header: e.Header, Sig: e.Sig, Seq: e.Seq, Received: fromMicros(e.Received)}
	if e.Private == nil {
		return rec, nil
	}
	k, err := r.vault.key(ctx, scope{engagement.FirmID(e.Firm), engagement.ClientID(e.Scope)})
	if errors.Is(err, store.ErrNotFound) {
		return rec, nil
	}
	if err != nil {
		return rec, err
	}
	rec.Private, err = k.open(privatePlace(e.Firm, e.ID), e.Private)
	return rec, err
}

// privatePlace ties a sealed private part to its event.
func privatePlace(firm, event string) string { return "event\x00" + firm + "\x00" + event }

// index notes which engagements are whose. The caller holds the lock.
func (t *tenant) index(events []engagement.Event) {
	for i := range events {
		if events[i].Kind != engagement.EngagementOpened {
			continue
		}
		if eng := t.world.Engagement(events[i].Stream.EngagementID()); eng != nil {
			t.work[eng.Client] = append(t.work[eng.Client], eng.ID)
		}
	}
}

func indexOf(w *engagement.World) map[engagement.ClientID][]engagement.EngagementID {
	work := map[engagement.ClientID][]engagement.EngagementID{}
	for id, eng := range w.E {
		work[eng.Client] = append(work[eng.Client], id)
	}
	return work
}
