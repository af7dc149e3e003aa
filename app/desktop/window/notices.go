package window

import (
	"errors"
	"log/slog"
	"sync"
)

// notices shows notices beside those who have news, one after the other: the service of the desktop that
// shows them may answer late or never.
type notices struct {
	start   sync.Once
	waiting chan func() error
}

// maxWaiting is how many notices may wait for the one before them; what comes then is left out.
const maxWaiting = 8

var errNotShown = errors.New("the notices before this one were not shown yet")

func (n *notices) show(send func() error) error {
	n.start.Do(func() {
		n.waiting = make(chan func() error, maxWaiting)
		go n.run()
	})
	select {
	case n.waiting <- send:
		return nil
	default:
		return errNotShown
	}
}

func (n *notices) run() {
	for send := range n.waiting {
		if err := send(); err != nil {
			slog.Info("window: this desktop shows no notices", "error", err)
		}
	}
}
