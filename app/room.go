package app

import (
	"time"

	"tieout/sync/desk"
)

// maxWaiting is how many acts wait here at most while the line takes them. Further saves wait on the share,
// where they are, so that a hundred thousand files cost no more memory than some thousands, until half of the
// room is free: what is seen is folded anew over those that still wait, which is not worth it for a few.
const maxWaiting = 2000

// awaitRoom waits while too much waits for a line that moves. What one that does not move will send later is
// kept here.
func (a *App) awaitRoom(moves func() bool) {
	for {
		a.mu.Lock()
		freed, full := a.pending.freed, a.pending.full() && moves()
		a.mu.Unlock()
		if !full {
			return
		}
		timer, giveUp := a.clock.After(time.Second)
		select {
		case <-a.ctx.Done():
		case <-freed:
		case <-timer:
		}
		giveUp()
		if a.ctx.Err() != nil {
			return
		}
	}
}

// full says that there is no room, or not enough again since there was none.
func (p *pending) full() bool {
	n := len(p.acts)
	p.crowded = n >= maxWaiting || p.crowded && n > maxWaiting/2
	return p.crowded
}

// lineMoves says that what waits is being sent. The caller holds the lock.
func (a *App) lineMoves() bool {
	if a.link == nil {
		return false
	}
	s := a.link.Status()
	return s.State == desk.Online && s.Err == nil && !s.Paused
}
