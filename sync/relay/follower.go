package relay

import (
	"context"
	"errors"
	"sync"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// wake tells the followers that there may be something to do.
type wake struct {
	mu    sync.Mutex
	chans []chan struct{}
}

func (w *wake) channel() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := make(chan struct{}, 1)
	w.chans = append(w.chans, c)
	return c
}

func (w *wake) all() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.chans {
		select {
		case c <- struct{}{}:
		default: // it has not looked since the last time
		}
	}
}

// tick is how often followers look without being told.
const tick = 30 * time.Second

// step is one thing that follows from the history. Every step can be repeated.
type step struct {
	name string
	do   func(context.Context) error
	// rest is how long it leaves the database alone after a step, however much
	// is going on; with none it only looks at every tick.
	rest time.Duration
}

// outgoingStep is the one that waits for a time and not only for news.
const outgoingStep = "outgoing"

func (r *Relay) steps() []step {
	return []step{
		{"time", r.stepTime, 0},
		{outgoingStep, r.stepOutgoing, 0},
		{"seal", r.stepSeals, time.Second},
		{"erase", r.stepErase, 0},
		{"sweep", r.stepSweep, 0},
		{"mail", r.stepMail, 3 * time.Second},
		{"send", r.stepSend, time.Second},
	}
}

// Run does what follows from the history until ctx ends: seals, mail, erasures
// and what the clock brings. A step that fails is tried again at the next tick.
func (r *Relay) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, s := range r.steps() {
		var woken <-chan struct{}
		switch {
		case s.name == outgoingStep:
			woken = r.outgoing.woken
		case s.rest > 0:
			woken = r.wake.channel()
		}
		all.Go(func() { r.follow(ctx, s, woken) })
	}
	all.Go(func() { rest(ctx) })
	all.Wait()
}

func (r *Relay) follow(ctx context.Context, s step, woken <-chan struct{}) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		if err := s.do(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("a follower stumbled; it tries again", "follower", s.name, "problem", err)
		}
		select {
		case <-time.After(s.rest):
		case <-ctx.Done():
			return
		}
		var due <-chan time.Time
		if s.name == outgoingStep {
			due = r.outgoing.due(r.now())
		}
		select {
		case <-woken:
		case <-due:
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

// Settle runs every follower once, in the order in which they feed each other:
// afterwards all that is due now is done. It is for tests and demonstrations.
func (r *Relay) Settle(ctx context.Context) error {
	for _, s := range r.steps() {
		if err := s.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// errNotNow says that a follower has to see the same events of a firm again
// later.
var errNotNow = errors.New("relay: not while the firm settles after a restore")

// follower is somebody who goes through the history of every firm.
type follower struct {
	name string // in the store
	// kinds are what it looks at. Of those with false it is told which event it
	// is, of what stream, when and at which number, and nothing that its author
	// wrote besides.
	kinds map[engagement.Kind]bool
}

// takes is what a follower does about events. What it writes is done in the
// transaction that moves its cursor.
type takes func(t *tenant, events []engagement.Event) (write func(tx *store.Tx) error, err error)

// eachNew gives a follower the events of every firm that it has not seen,
// without their private parts. With the events of one call its cursor moves, in
// the transaction that take may write to: after a crash it sees them again, or
// not at all when take wrote everything there.
func (r *Relay) eachNew(ctx context.Context, f follower, take takes) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	for _, firm := range firms {
		for {
			more, err := r.nextStretch(ctx, firm.ID, f, take)
			if errors.Is(err, errNotNow) {
				break
			}
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

func (r *Relay) nextStretch(ctx context.Context, firm string, f follower, take takes) (more bool, err error) {
	cursor, err := r.db.Cursor(ctx, firm, f.name)
	if err != nil {
		return false, err
	}
	head, err := r.db.Head(ctx, firm)
	if err != nil || head.Head <= cursor {
		return false, err
	}
	t, err := r.tenant(ctx, engagement.FirmID(firm))
	if err != nil {
		return false, err
	}
	events, through, err := t.after(ctx, cursor, min(t.state().Head, head.Head), f)
	if err != nil || through <= cursor {
		return false, err
	}
	var write func(tx *store.Tx) error
	if len(events) > 0 {
		if write, err = take(t, events); err != nil {
			return false, err
		}
	}
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		if write != nil {
			if err := write(tx); err != nil {
				return err
			}
		}
		return tx.SetCursor(ctx, firm, f.name, through)
	})
	if err == nil && write != nil {
		r.wake.all() // the sender has something to do
	}
	return err == nil, err
}

// stretchSize is how many events a follower is given at once.
const stretchSize = 1000

// after reads the next events that a follower looks at, up to a head that the
// state has, and answers up to where there are no others.
func (t *tenant) after(ctx context.Context, cursor, head uint64, f follower) ([]engagement.Event, uint64, error) {
	var kinds []string
	for kind := range f.kinds {
		kinds = append(kinds, string(kind))
	}
	rows, err := t.relay.db.EventsOf(ctx, string(t.id), cursor, head, kinds, stretchSize)
	if err != nil {
		return nil, 0, err
	}
	events := make([]engagement.Event, len(rows))
	for i := range rows {
		row := &rows[i]
		if f.kinds[engagement.Kind(row.Kind)] {
			rec := engagement.Record{Header: row.Header, Seq: row.Seq, Received: fromMicros(row.Received)}
			if events[i], err = rec.Decode(); err != nil {
				return nil, 0, err
			}
			continue
		}
		events[i] = engagement.Event{Seq: row.Seq, Received: fromMicros(row.Received), Header: engagement.Header{
			ID: engagement.EventID(row.ID), Stream: engagement.Stream(row.Stream), Kind: engagement.Kind(row.Kind),
		}}
	}
	if len(rows) == stretchSize {
		return events, rows[len(rows)-1].Seq, nil
	}
	return events, head, nil
}
