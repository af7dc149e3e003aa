package app

import (
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

// Find implements desk.Finder.
func (h *home) Find(key desk.BlobKey) bool { return h.a.rereads.ask(key) }

// ask has the share asked for bytes, unless it was a short time ago.
func (r *rereads) ask(key desk.BlobKey) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.a.clock.Now()
	if last, before := r.asked[key]; before && now.Sub(last) < rereadPause {
		return true
	}
	e, file, found := r.find(key)
	if !found {
		return false
	}
	if err := r.a.ahead.readAgain(save{Engagement: e, Key: file}); err != nil {
		slog.Info("app: a file cannot be read again now", "engagement", e, "error", err)
		return false
	}
	if r.asked == nil {
		r.asked = map[desk.BlobKey]time.Time{}
	}
	r.asked[key] = now
	return true
}

// find answers the file whose newest version has the bytes.
func (r *rereads) find(key desk.BlobKey) (engagement.EngagementID, string, bool) {
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	for id, c := range r.a.cards.engagements {
		if c.Client != key.Client {
			continue // without reading all of it
		}
		e := r.a.pending.view().Engagement(id)
		if e == nil {
			continue
		}
		for _, d := range e.Documents.All() {
			if d.Key != "" && d.Withdrawn == nil && d.Latest().Blob == key.Blob {
				return e.ID, d.Key, true
			}
		}
	}
	return "", "", false
}
