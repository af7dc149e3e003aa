package app

import (
	"log/slog"
	"runtime/debug"
	"time"
)

// A desk looks this often whether its work is done.
const lullTick = 3 * time.Second

const (
	lullTicks = 7     // for how many looks nothing has to happen before a desk gives memory back
	muchWork  = 2_000 // events after which it does so at the first
)

// lull finds the moment to give memory back: once after work, soon after much of it, and not between two saves
// of somebody who is busy.
type lull struct {
	seen, rested uint64
	quiet        int
}

// isNow takes how much was ever done.
func (l *lull) isNow(done uint64) bool {
	if done != l.seen {
		l.seen, l.quiet = done, 0
		return false
	}
	l.quiet++
	since := done - l.rested
	return since >= muchWork || since > 0 && l.quiet >= lullTicks
}

// rest gives memory back when work is done: a desk that took in ten thousand files, or read the history of a
// firm, and now waits for the next save needs little of what it held. The states are read from their
// checkpoints when somebody asks for them.
func (a *App) rest() {
	var l lull
	for {
		timer, giveUp := a.clock.After(lullTick)
		select {
		case <-a.ctx.Done():
			giveUp()
			return
		case <-timer:
		}
		giveUp()
		if a.letGo(&l) {
			debug.FreeOSMemory()
			if err := a.store.Rest(); err != nil {
				slog.Info("app: memory was not given back", "error", err)
			}
		}
	}
}

// letGo drops what is not needed before the next work, if it is the moment.
func (a *App) letGo(l *lull) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !l.isNow(a.work) || len(a.pending.acts) > 0 {
		return false
	}
	l.rested = a.work
	a.pending.clear() // its maps keep the size that they once had
	a.states.release()
	return true
}
