package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"tieout/app/desktop"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// effects is the only place where an event causes an effect outside of this program (SPEC H4): files
// placed on the share, files planned again, and notices. What has to be placed follows from the state,
// not from a queue: an upload without a receipt is placed, wherever the program stopped before.
type effects struct {
	a    *App
	wake chan struct{}
	// wakeLarge wakes the second worker, which places what takes long: it holds up nothing else.
	wakeLarge chan struct{}

	mu      sync.Mutex
	resting map[engagement.EventID]rested // by version: what arrives damaged
	busy    map[string]bool               // by name: what one of the two workers is at, see sameName
}

func newEffects(a *App) *effects {
	return &effects{
		a: a, wake: make(chan struct{}, 1), wakeLarge: make(chan struct{}, 1),
		resting: map[engagement.EventID]rested{}, busy: map[string]bool{},
	}
}

// kick has the effects looked at soon.
func (x *effects) kick() {
	for _, wake := range []chan struct{}{x.wake, x.wakeLarge} {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// effectsPause is how long what could not be placed waits for another try.
const effectsPause = 30 * time.Second

func (x *effects) run() {
	for x.a.woken(x.wake, x.pass(x.a.ctx), effectsPause) {
	}
}

func (x *effects) runLarge() {
	for x.a.woken(x.wakeLarge, x.fileLarge(x.a.ctx), effectsPause) {
	}
}

// woken waits until there is something to do: a wake, or, when something has to be tried again, the end
// of a pause. It answers false when the program ends.
func (a *App) woken(wake <-chan struct{}, again bool, pause time.Duration) bool {
	var timer <-chan time.Time
	if again {
		after, giveUp := a.clock.After(pause)
		defer giveUp()
		timer = after
	}
	select {
	case <-a.ctx.Done():
		return false
	case <-wake:
	case <-timer:
	}
	return true
}

// pass does everything that is due, but for large files. again says that something could not be done yet.
func (x *effects) pass(ctx context.Context) (again bool) {
	x.a.share.tellFiling()
	if x.a.settling() {
		return true
	}
	x.a.share.takeAnswers()
	again = !x.replan()
	for _, id := range x.unfiled() {
		if ctx.Err() != nil {
			return false
		}
		again = x.fileSmall(ctx, id) || again
	}
	again = x.keepDrafts(ctx) || again
	return x.bringDrafts(ctx) || again
}

// replan has files looked at again whose save came over a version that is not the latest any more. What
// was saved then may not be the file by now: an old state never goes out after a newer one. What the relay knew
// has to be known here for that.
func (x *effects) replan() bool {
	all := true
	err := x.a.store.Intents.Each(func(key string, raw []byte) error {
		var i intent
		if json.Unmarshal(raw, &i) != nil || i.Save == nil {
			return nil // a draft's, see keepDrafts
		}
		if !x.a.caughtUp() {
			all = false
			return nil
		}
		if x.a.ahead.readAgain(*i.Save) != nil {
			all = false
			return nil
		}
		return x.a.store.Intents.Delete(key)
	})
	return err == nil && all
}

// caughtUp says that everything is known here that the relay has spoken of since the program began.
func (a *App) caughtUp() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.link == nil {
		return false
	}
	at, err := a.position()
	head := a.link.Status().Head
	return err == nil && head > 0 && at.Frontier.Size >= head
}

// intent is an effect that was begun and must be finished.
type intent struct {
	Save  *save        `json:"save,omitempty"`
	Draft *draftIntent `json:"draft,omitempty"`
}

// unfiled lists engagements with something to place on a share that this computer has. It is nothing while
// receipts could not be sent: a file without one is placed again by the next computer.
func (x *effects) unfiled() []engagement.EngagementID {
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	if x.a.receiptsWait() {
		return nil
	}
	var ids []engagement.EngagementID
	for id, c := range x.a.cards.engagements {
		if c.Unfiled == 0 || c.Mapping == nil || x.a.host.resting(string(c.Mapping.Root)) && !x.a.isClosed(c) {
			continue
		}
		if x.a.share.writable(c.Mapping.Root) {
			ids = append(ids, id)
		}
	}
	return ids
}

// after starts what follows from confirmed history: notices for news, and everything that follows from
// the state.
func (a *App) after(b desk.Batch, level bool) {
	if level {
		a.share.follow()
		a.effects.kick()
		a.ahead.kick()
	}
	for _, n := range a.noticesFor(b, level) {
		if err := a.os.Notify(n); err != nil && !errors.Is(err, desktop.ErrNoWindow) {
			slog.Info("app: a notice was not shown", "error", err)
		}
	}
}
