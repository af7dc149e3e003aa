package app

import (
	"log/slog"
	"runtime/debug"
	"time"
)

// quietAfter is how long nothing has to happen before a desk gives memory back.
const quietAfter = 20 * time.Second

// rest gives memory back when work is done: a desk that took in ten thousand files, or read the history of a
// firm, and now waits for the next save needs little of what it held. The states are read from their
// checkpoints when somebody asks for them.
func (a *App) rest() {
	seen, rested := uint64(0), false
	for {
		timer, giveUp := a.clock.After(quietAfter)
		select {
		case <-a.ctx.Done():
			giveUp()
			return
		case <-timer:
		}
		giveUp()
		a.mu.Lock()
		done := a.work
		quiet := done == seen && done > 0 && len(a.pending.acts) == 0
		if quiet && !rested {
			a.pending.clear() // its maps keep the size that they once had
			a.states.release()
		}
		a.mu.Unlock()
		if quiet && !rested {
			debug.FreeOSMemory()
			if err := a.store.Rest(); err != nil {
				slog.Info("app: memory was not given back", "error", err)
			}
		}
		seen, rested = done, quiet
	}
}
