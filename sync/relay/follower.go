package relay

import (
	"context"
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

// Run does what follows from the history until ctx ends: seals, mail, erasures
// and what the clock brings. Every step can be repeated; a step that fails is
// tried again at the next tick.
func (r *Relay) Run(ctx context.Context) {
	var all sync.WaitGroup
	for name, step := range map[string]func(context.Context) error{
		"seal": r.stepSeals, "mail": r.stepMail, "send": r.stepSend, "time": r.stepTime, "erase": r.stepErase,
	} {
		woken := r.wake.channel()
		all.Go(func() { r.follow(ctx, name, woken, step) })
	}
	all.Wait()
}

func (r *Relay) follow(ctx context.Context, name string, woken <-chan struct{}, step func(context.Context) error) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		if err := step(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("a follower stumbled; it tries again", "follower", name, "problem", err)
		}
		select {
		case <-woken:
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

// Settle runs every follower once, in order, until there is nothing to do now.
// It is for tests and for a relay that is about to stop.
func (r *Relay) Settle(ctx context.Context) error {
	for _, step := range []func(context.Context) error{r.stepTime, r.stepSeals, r.stepErase, r.stepMail, r.stepSend} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stretchSize is how many events a follower takes at a time.
const stretchSize = 200

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
	limit := min(t.state().Head, head.Head)
	rows, err := r.db.Events(ctx, firm, cursor, stretchSize)
	if err != nil || len(rows) == 0 || rows[0].Seq > limit {
		return false, err
	}
	var events []engagement.Event
	for i := range rows {
		if rows[i].Seq > limit {
			break // stored, but the state does not have it yet
		}
		rec, err := r.record(ctx, &rows[i])
		if err != nil {
			return false, err
		}
		e, err := rec.Decode()
		if err != nil {
			return false, err
		}
		events = append(events, e)
	}
	write, err := take(t, events)
	if err != nil {
		return false, err
	}
	last := events[len(events)-1].Seq
	return true, r.db.Write(ctx, func(tx *store.Tx) error {
		if write != nil {
			if err := write(tx); err != nil {
				return err
			}
		}
		return tx.SetCursor(ctx, firm, name, last)
	})
}
