package app

import (
	"errors"

	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// later says when an act that waits goes out: "when you are back online", or "" for now. The caller holds the
// lock.
func (a *App) later(t *act) string {
	if a.link == nil {
		return "when you are back online"
	}
	line := a.link.Status()
	switch {
	case line.State == desk.Online && line.Err != nil:
		return "when sending works again"
	case line.State == desk.Online && a.stuck(t):
		return "when sending is resumed"
	case line.State == desk.Online:
		return ""
	case line.State == desk.Outdated:
		return "once Tieout is updated"
	case line.State == desk.Revoked:
		return "once this computer has a new code"
	case line.State == desk.Distrusted:
		return "once your administrator has settled that the history does not verify"
	case relayTrouble(line) != nil:
		return "when the relay takes it again"
	}
	return "when you are back online"
}

// laterFiles says that of an act about a file that is about to be made. The caller holds the lock.
func (a *App) laterFiles() string {
	later := a.later(nil)
	if later == "" && a.paused() {
		later = "when sending is resumed"
	}
	return later
}

// relayTrouble is what a relay that answers says of itself: that its disk is full, say. It is nil where nobody
// answers.
func relayTrouble(line desk.Status) *wire.Error {
	var said *wire.Error
	if line.State == desk.Offline && errors.As(line.Err, &said) {
		return said
	}
	return nil
}

// stuck says that an act waits until sending is resumed, because it speaks of a file or comes after one that does:
// see [desk.Pace]. The caller holds the lock.
func (a *App) stuck(t *act) bool {
	from, is := a.stuckFrom()
	return is && t != nil && t.seq == 0 && t.n >= from
}

// stuckFrom is the number of the first act that waits until sending is resumed. All after it do too.
func (a *App) stuckFrom() (n uint64, is bool) {
	if !a.paused() {
		return 0, false
	}
	for _, t := range a.pending.acts {
		if t.seq == 0 && t.speaksOfFiles() {
			return t.n, true
		}
	}
	return 0, false
}

// receiptsWait says that a receipt would not reach the relay before sending is resumed, because a file waits
// before it. Nothing is filed then. The caller holds the lock.
func (a *App) receiptsWait() bool {
	_, is := a.stuckFrom()
	return is
}

// filesBefore counts the acts about files that are sent before an act. The caller holds the lock.
func (a *App) filesBefore(t *act) (n int) {
	for _, w := range a.pending.acts {
		if w.n < t.n && w.seq == 0 && w.speaksOfFiles() {
			n++
		}
	}
	return n
}

func (t *act) speaksOfFiles() bool {
	for i := range t.events {
		if len(engagement.Blobs(&t.events[i])) > 0 {
			return true
		}
	}
	return false
}

// newest is the act that was made last, or nil.
func (p *pending) newest() *act {
	if len(p.acts) == 0 {
		return nil
	}
	return p.acts[len(p.acts)-1]
}
