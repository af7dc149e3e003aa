package folder

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// settleLook is the first pause between two questions of Settle to a root's keeper. They grow, because
// the answer costs a look at everything that waits.
const (
	settleLook    = 10 * time.Millisecond
	settleLookMax = 250 * time.Millisecond
)

// Settle has every work file listed now and returns when all were, and whatever had changed was looked
// at once: taken, or known not to be ready. A root that cannot be read, does not answer or is not kept any
// more holds nothing up.
func (f *Folders) Settle(ctx context.Context) error {
	f.mu.Lock()
	roots := slices.Collect(maps.Values(f.roots))
	f.mu.Unlock()
	for _, k := range roots {
		k.inbox.put(func() {
			for _, wf := range k.files {
				k.enqueue(wf)
			}
			k.askAll(k.cfg.Clock.Now())
		})
		pause := settleLook
		for !f.isSettled(ctx, k) {
			f.pause(ctx, pause)
			pause = min(pause*5/4, settleLookMax)
		}
		if err := cmp.Or(ctx.Err(), f.ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// isSettled asks the keeper of a root, and waits for its answer as long as there may be one.
func (f *Folders) isSettled(ctx context.Context, k *keptRoot) bool {
	answer := make(chan bool, 1)
	k.inbox.put(func() { answer <- k.settled() })
	for !k.pulse.missed() {
		look, giveUp := f.cfg.Clock.After(settleLookMax)
		settled, over := true, true
		select {
		case settled = <-answer:
		case <-ctx.Done():
		case <-k.left:
		case <-look:
			over = false
		}
		if giveUp(); over {
			return settled
		}
	}
	return true
}

func (f *Folders) pause(ctx context.Context, d time.Duration) {
	timer, giveUp := f.cfg.Clock.After(d)
	defer giveUp()
	select {
	case <-timer:
	case <-ctx.Done():
	case <-f.ctx.Done():
	}
}

// askAll has every change that waits looked at once more, from now on: what was found of it before says
// nothing about now.
func (k *keeper) askAll(now time.Time) {
	for _, p := range k.pending {
		if p.state.State == StateSettled {
			continue
		}
		p.tries, p.asked, p.due = 0, p.running, now
		k.turns.put(p)
	}
}

// settled says that nothing is left to list and every change was looked at. A file that is only to be
// read again because it is fresh is no change.
func (k *keeper) settled() bool {
	if !k.status.State.readable() {
		return true
	}
	if len(k.queue) > 0 {
		return false
	}
	for _, p := range k.pending {
		if p.state.State != StateSettled && p.tries == 0 {
			return false
		}
	}
	return true
}
