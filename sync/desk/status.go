package desk

import (
	"errors"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// State is how the line is.
type State string

// The states.
const (
	Connecting State = "connecting" // not a word from the relay yet
	Online     State = "online"
	Offline    State = "offline"
	Revoked    State = "revoked"    // this device's access was withdrawn
	Outdated   State = "outdated"   // the relay needs a newer program
	Distrusted State = "distrusted" // what the relay says does not continue what it said before
)

// Status is the line as a person is told about it.
type Status struct {
	State State
	Since time.Time
	// Level is when the desk last had everything and had sent everything.
	Level time.Time
	// Busy says that a round is under way.
	Busy bool
	// Cursor and Head are how far the history is here and at the relay.
	Cursor, Head uint64
	// Sending is bytes on their way up: blob to fraction. Transfers says more.
	Sending   map[engagement.BlobRef]float64
	Transfers []Transfer
	// Coming is files of more than one part on their way here.
	Coming []Transfer
	// Paused says that sending is paused, Until when it resumes by itself.
	Paused bool
	Until  time.Time
	// Err is why the state is not Online, in words.
	Err error
	// Restored says that the relay was restored from a backup: it began a new
	// epoch and the desk is not level with it yet, or other desks may still give
	// back what was lost. No deletion is to be believed and nothing to be filed.
	Restored bool
	// GivenBack counts the events that this desk gave back since it was started,
	// Aside those that the relay could not place yet.
	GivenBack, Aside int
	// Lost counts files of events that were given back whose bytes are neither
	// at the relay nor on this computer.
	Lost int
}

// ErrDistrusted means that history, signature or checkpoint do not verify.
var ErrDistrusted = errors.New("desk: the relay's history does not continue what this computer has verified")

// ErrUnreachable means that the relay does not answer, or not in its own
// words.
var ErrUnreachable = errors.New("desk: the relay does not answer")

// stateOf says what an error of a round makes of the line. An error that
// is no fault of the line, such as a full disk, leaves it online.
func stateOf(err error) State {
	var remote *wire.Error
	switch {
	case err == nil:
		return Online
	case errors.Is(err, ErrDistrusted):
		return Distrusted
	case errors.As(err, &remote):
		switch remote.Code {
		case wire.CodeRevoked:
			return Revoked
		case wire.CodeUpdate:
			return Outdated
		case wire.CodeBusy, wire.CodeInternal, wire.CodeFull, wire.CodeClock:
			return Offline
		}
	case errors.Is(err, ErrUnreachable):
		return Offline
	}
	return Online
}

// Status answers the line as it is now.
func (l *Link) Status() Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.status
	s.Transfers, s.Sending = l.transfers()
	s.Coming = inOrder(l.coming, l.cfg.Clock.Now())
	s.Until, s.Paused = l.pace.paused()
	return s
}

func (l *Link) update(change func(*Status)) {
	l.mu.Lock()
	before := l.status
	change(&l.status)
	if l.status.State != before.State {
		l.status.Since = l.cfg.Clock.Now()
	}
	l.mu.Unlock()
	if l.cfg.Changed != nil {
		l.cfg.Changed()
	}
}

// concluded takes the end of a round into the status.
func (l *Link) concluded(err error, level bool) {
	l.update(func(s *Status) {
		s.Busy = false
		s.State, s.Err = stateOf(err), err
		if err == nil && level {
			s.Level, s.Restored = l.cfg.Clock.Now(), l.settling
		}
	})
}
