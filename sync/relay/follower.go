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

// eachNew gives a follower the events of every firm that it has not seen. With
// the events of one call its cursor moves, in the transaction that take may
// write to: after a crash it sees them again, or not at all when take wrote
// everything there.
func (r *Relay) eachNew(
	ctx context.Context, name string, take func(t *tenant, events []engagement.Event) (func(tx *store.Tx) error, error),
) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	for _, f := range firms {
		for {
			more, err := r.nextStretch(ctx, f.ID, name, take)
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

func (r *Relay) nextStretch(
	ctx context.Context, firm, name string, take func(t *tenant, events []engagement.Event) (func(tx *store.Tx) error, error),
) (more bool, err error) {
	cursor, err := r.db.Cursor(ctx, firm, name)
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
	events, err := t.after(ctx, cursor, min(t.state().Head, head.Head))
	if err != nil || len(events) == 0 {
		return false, err
	}
	write, err := take(t, events)
	if err != nil {
		return false, err
	}
	last := events[len(events)-1].Seq
	err = r.db.Write(ctx, func(tx *store.Tx) error {
		if write != nil {
			if err := write(tx); err != nil {
				return err
			}
		}
		return tx.SetCursor(ctx, firm, name, last)
	})
	if err == nil && write != nil {
		r.wake.all() // the sender has something to do
	}
	return err == nil, err
}

// after reads the next stretch of events up to a head that the state has.
func (t *tenant) after(ctx context.Context, cursor, head uint64) ([]engagement.Event, error) {
	rows, err := t.relay.stretch(ctx, t, cursor, head)
	if err != nil {
		return nil, err
	}
	events := make([]engagement.Event, len(rows))
	for i := range rows {
		rec, err := t.relay.record(ctx, &rows[i])
		if err != nil {
			return nil, err
		}
		if events[i], err = rec.Decode(); err != nil {
			return nil, err
		}
	}
	return events, nil
}
