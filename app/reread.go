package app

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// rereads has files of the share read again whose bytes the relay lacks and this computer did not keep: the
// share has them while nobody changed them. What is read again goes to the relay by itself.
type rereads struct {
	a *App

	mu    sync.Mutex
	asked map[desk.BlobKey]time.Time
}

// rereadPause is how long nothing is asked of the share again for the same bytes.
const rereadPause = time.Hour

// noBytesOf answers what to say of bytes that are not here: the share may have them.
func (r *rereads) noBytesOf(key desk.BlobKey, err error) error {
	if err = noBytes(err); !errors.Is(err, desk.ErrNoBytes) {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.a.clock.Now()
	if last, before := r.asked[key]; before && now.Sub(last) < rereadPause {
		return errors.Join(err, desk.ErrLater)
	}
	e, doc, found := r.find(key)
	if !found {
		return err
	}
	if again := r.a.ahead.readAgain(save{Engagement: e, Key: doc}); again != nil {
		slog.Info("app: a file cannot be read again now", "engagement", e, "error", again)
		return err
	}
	if r.asked == nil {
		r.asked = map[desk.BlobKey]time.Time{}
	}
	r.asked[key] = now
	return errors.Join(err, desk.ErrLater)
}

// find answers the file whose newest version has the bytes.
func (r *rereads) find(key desk.BlobKey) (engagement.EngagementID, string, bool) {
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	for id := range r.a.cards.engagements {
		e := r.a.pending.view().Engagement(id)
		if e == nil || e.Client != key.Client {
			continue
		}
		for _, d := range e.Documents {
			if d.Key != "" && d.Withdrawn == nil && d.Latest().Blob == key.Blob {
				return e.ID, d.Key, true
			}
		}
	}
	return "", "", false
}
