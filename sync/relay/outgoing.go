package relay

import (
	"context"
	"sync"
	"time"

	"tieout/sync/engagement"
)

// outgoing knows when the next hold ends, so that nobody looks for it in the
// meantime. The history alone says what is held: after a restart the first step
// finds it again.
type outgoing struct {
	woken chan struct{}

	mu   sync.Mutex
	next time.Time // zero when nothing is held until a time
}

func newOutgoing() *outgoing { return &outgoing{woken: make(chan struct{}, 1)} }

// hint says that something is held since now.
func (o *outgoing) hint() {
	select {
	case o.woken <- struct{}{}:
	default: // it has not looked since the last time
	}
}

func (o *outgoing) set(next time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.next = next
}

// due fires when the next hold ends, and never where there is none.
func (o *outgoing) due(now time.Time) <-chan time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.next.IsZero() {
		return nil
	}
	return time.After(max(o.next.Sub(now), 0))
}

// stepOutgoing lets out what was held until now (SPEC F11). A firm that settles
// after a restore waits: somebody may have pulled back what the backup still
// holds.
func (r *Relay) stepOutgoing(ctx context.Context) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	if wrong, err := r.anyClockWrong(ctx, firms); err != nil || wrong {
		return err
	}
	var next time.Time
	for _, f := range firms {
		t, err := r.tenant(ctx, engagement.FirmID(f.ID))
		if err != nil {
			return err
		}
		if t.isQuiet() {
			continue // every tick looks again
		}
		due, later := t.held(r.now())
		for _, d := range due {
			if err := t.letOut(ctx, d); err != nil {
				return err
			}
		}
		if next.IsZero() || !later.IsZero() && later.Before(next) {
			next = later
		}
	}
	r.outgoing.set(next)
	return nil
}

// held answers what is to go out now, and when the next of the others is.
func (t *tenant) held(now time.Time) (due []Draft, next time.Time) {
	t.view(func(w *engagement.World) {
		for _, eng := range w.E {
			for id := range eng.Holding.All() {
				d := eng.Document(id)
				if d == nil || d.Standing(d.Latest()) != engagement.StandsHeld {
					continue
				}
				v := d.Latest()
				if until := *v.Held.Until; until.After(now) {
					if next.IsZero() || until.Before(next) {
						next = until
					}
					continue
				}
				due = append(due, Draft{
					Stream: engagement.EngagementStream(eng.ID), Kind: engagement.DocumentReleased,
					Body: engagement.ReleasedBody{Document: id, Version: v.ID},
				})
			}
		}
	})
	return due, next
}

// letOut records that a hold ended. A refusal is an answer: somebody was faster,
// or saved the file anew.
func (t *tenant) letOut(ctx context.Context, d Draft) error {
	body := d.Body.(engagement.ReleasedBody)
	_, err := t.append(ctx, act{By: engagement.Relay, ID: engagement.ActionID("out-" + string(body.Version)), Drafts: []Draft{d}})
	return err
}
