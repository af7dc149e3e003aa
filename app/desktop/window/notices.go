package window

import (
	"errors"
	"log/slog"
	"sync/atomic"
)

// notices shows notices beside those who have news: the service of the desktop that shows them may answer
// late or never.
type notices struct{ unanswered atomic.Int32 }

// maxUnanswered is how many notices may wait for the service; what comes then is left out.
const maxUnanswered = 8

var errNotShown = errors.New("this desktop does not show the notices before it")

func (n *notices) show(send func() error) error {
	if n.unanswered.Add(1) > maxUnanswered {
		n.unanswered.Add(-1)
		return errNotShown
	}
	go func() {
		defer n.unanswered.Add(-1)
		if err := send(); err != nil {
			slog.Info("window: this desktop shows no notices", "error", err)
		}
	}()
	return nil
}
