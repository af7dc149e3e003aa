package relay

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// The relay's time is evidence: it says when somebody signed. A clock that is a
// day before the newest event, or years after it, is wrong more likely than not,
// and nothing is recorded by it until it is set, or until whoever runs the
// server says that it is right.
const (
	clockBehind = 24 * time.Hour
	clockAhead  = 2 * 365 * 24 * time.Hour
	clockMark   = "clock-accepted" // the head at which the clock was said to be right
)

var errClock = problem(http.StatusServiceUnavailable, wire.CodeClock,
	"The relay's clock is wrong, so nothing was recorded.",
	"Your work is safe on this computer and is sent when the clock is right. Tell whoever runs the relay.")

func implausible(newest, now time.Time) bool {
	return !newest.IsZero() && (now.Before(newest.Add(-clockBehind)) || now.After(newest.Add(clockAhead)))
}

// clockWrong says whether the clock cannot be right.
func (t *tenant) clockWrong(ctx context.Context) (bool, error) {
	t.mu.RLock()
	newest, head := t.newest, t.head
	t.mu.RUnlock()
	if !implausible(newest, t.relay.now()) {
		return false, nil
	}
	accepted, err := t.relay.db.Mark(ctx, string(t.id), clockMark)
	return accepted != strconv.FormatUint(head, 10), err
}

// atRightTime fails with errClock where nothing may be recorded. That a firm was
// restored may be: the backup may be old.
func (b *batch) atRightTime(events []engagement.Event) error {
	if len(events) > 0 && events[0].Kind == engagement.EpochStarted {
		return nil
	}
	wrong, err := b.t.clockWrong(b.ctx)
	if err == nil && wrong {
		return errClock
	}
	return err
}

// loadNewest finds when the newest event of this history was received. What
// desks gave back is older than its place.
func (t *tenant) loadNewest(ctx context.Context) error {
	const look = 1000
	from := t.head - min(t.head, look)
	rows, err := t.relay.db.Events(ctx, string(t.id), from, look)
	if err != nil {
		return err
	}
	back, err := t.relay.db.GivenBackIn(ctx, string(t.id), from, t.head)
	for i := range rows {
		if !back[rows[i].Seq] {
			t.newest = fromMicros(rows[i].Received)
		}
	}
	return err
}

// AcceptClock says that the clock is right although the newest event of a firm
// is far from it. It may be called beside the relay that serves.
func (r *Relay) AcceptClock(ctx context.Context) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	for _, f := range firms {
		head, err := r.db.Head(ctx, f.ID)
		if err != nil {
			return err
		}
		if err := r.db.SetMark(ctx, f.ID, clockMark, strconv.FormatUint(head.Head, 10)); err != nil {
			return err
		}
	}
	return nil
}

// anyClockWrong is clockWrong for what concerns all firms.
func (r *Relay) anyClockWrong(ctx context.Context, firms []store.Firm) (bool, error) {
	for _, f := range firms {
		t, err := r.tenant(ctx, engagement.FirmID(f.ID))
		if err != nil {
			return false, err
		}
		if wrong, err := t.clockWrong(ctx); err != nil || wrong {
			return wrong, err
		}
	}
	return false, nil
}
