package app

import (
	"log/slog"
	"runtime/debug"

	"tieout/sync/lull"
)

// rest gives memory back when work is done: a desk that took in ten thousand files, or read the history of a
// firm, and now waits for the next save needs little of what it held. The states are read from their
// checkpoints when somebody asks for them.
func (a *App) rest() {
	l := lull.OfEvents()
	for {
		timer, giveUp := a.clock.After(lull.Pause)
		select {
		case <-a.ctx.Done():
			giveUp()
			return
		case <-timer:
		}
		giveUp()
		if a.letGo(l) {
			debug.FreeOSMemory()
			if err := a.store.Rest(); err != nil {
				slog.Info("app: memory was not given back", "error", err)
			}
		}
	}
}

// letGo drops what is not needed before the next work, if it is the moment.
func (a *App) letGo(l *lull.Lull) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !l.IsNow(a.work) || len(a.pending.acts) > 0 {
		return false
	}
	l.Gave(a.work)
	a.pending.clear() // its maps keep the size that they once had
	a.states.release()
	return true
}
