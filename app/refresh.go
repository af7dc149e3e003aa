package app

import (
	"encoding/json"

	"tieout/app/store"
	"tieout/sync/engagement"
)

const (
	// refreshStep is how many streams are brought up to date at once.
	refreshStep = 200
	// maxUnkept is how many streams may be behind on the disk: what a start after a crash reads at most.
	maxUnkept = 100
)

// refreshCards brings summaries up to date, a step at a time, and stores those that are due with the
// checkpoints. The caller does not hold the lock.
func (a *App) refreshCards() error {
	for {
		a.mu.Lock()
		done, err := a.refreshSome()
		a.mu.Unlock()
		if err != nil || done {
			return err
		}
	}
}

func (a *App) refreshSome() (done bool, err error) {
	n := 0
	for name := range a.cards.stale {
		if n++; n > refreshStep {
			break
		}
		a.refresh(engagement.Stream(name))
		delete(a.cards.stale, name)
	}
	if n == 0 {
		a.cards.reading = false
	}
	err = a.keepCards(len(a.cards.unkept) > maxUnkept)
	a.states.trim()
	return n == 0, err
}

// refresh makes the summary of one stream anew.
func (a *App) refresh(stream engagement.Stream) {
	if id := stream.ClientID(); id != "" {
		client := a.states.Client(id)
		if client == nil {
			return
		}
		a.cards.clients[id] = client
	} else {
		e := a.states.Engagement(stream.EngagementID())
		if e == nil || e.Client == "" {
			return
		}
		a.cards.engagements[e.ID] = cardOf(e)
	}
	a.cards.unkept[string(stream)] = true
}

// keepCards stores the summaries and checkpoints that are due, or all that are newer than the stored
// ones. A long history is stored again only when it has grown by a part of itself, so that many small
// steps do not each write all of it.
func (a *App) keepCards(all bool) error {
	var points []store.Checkpoint
	for name := range a.cards.unkept {
		stream := engagement.Stream(name)
		if !all && !a.states.due(stream) {
			continue
		}
		point, err := a.states.checkpoint(stream)
		if err != nil {
			return err
		}
		if point.Summary, err = a.cards.summary(stream); err != nil {
			return err
		}
		points = append(points, point)
	}
	if len(points) == 0 {
		return nil
	}
	firm, err := a.states.checkpoint(engagement.FirmStream)
	if err != nil {
		return err
	}
	if err := a.store.SaveCheckpoints(engagement.FoldVersion, append(points, firm)); err != nil {
		return err
	}
	for _, p := range points {
		delete(a.cards.unkept, p.Stream)
		a.states.behind[engagement.Stream(p.Stream)] = 0
	}
	return nil
}

func (c *cards) summary(stream engagement.Stream) ([]byte, error) {
	if id := stream.ClientID(); id != "" {
		return json.Marshal(c.clients[id])
	}
	return json.Marshal(c.engagements[stream.EngagementID()])
}

// catchUp brings the summaries up to date that a crash left behind, so that lists show them without the
// relay as well. Many are left to the first exchange, which says that it is reading.
func (a *App) catchUp() error {
	a.mu.Lock()
	reading := a.cards.reading
	a.mu.Unlock()
	if reading {
		return nil
	}
	return a.refreshCards()
}

// keepAll stores everything that is newer than on the disk.
func (a *App) keepAll() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cards.unkept == nil {
		return nil // it never opened
	}
	return a.keepCards(true)
}
