package relay

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// presenceLife is how long a desk counts as on after it last said so: two
// missed calls and a little.
const presenceLife = 150 * time.Second

// filingMark keeps whether desks filed, or since when none did, over a restart.
const (
	filingMark  = "filing"
	desksFiling = "yes"
)

// presence is which desks are on and file uploads. That is in memory: after a
// restart desks say so again within a minute, and before it is not said that none
// does.
type presence struct {
	now   func() time.Time
	began time.Time

	keeping sync.Mutex

	mu    sync.Mutex
	desks map[engagement.KeyID]*presentDesk
	left  *time.Time // when the last one left
	kept  string     // the value of filingMark
}

type presentDesk struct {
	wire.FilingDesk
	seen time.Time
}

// newPresence begins with what was kept.
func newPresence(now func() time.Time, kept string) *presence {
	p := &presence{now: now, began: now(), desks: map[engagement.KeyID]*presentDesk{}, kept: kept}
	if left, err := time.Parse(time.RFC3339Nano, kept); err == nil {
		p.left = &left
	}
	return p
}

// news answers what is to be kept now, and whether it is another than what is.
func (p *presence) news() (word string, changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	word = p.kept
	switch {
	case len(p.desks) > 0:
		word = desksFiling
	case p.left != nil:
		word = p.left.Format(time.RFC3339Nano)
	}
	return word, word != p.kept
}

func (p *presence) isKept(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = word
}

func (p *presence) say(device engagement.KeyID, staff engagement.StaffID, roots []engagement.RootID) {
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire(now)
	d := p.desks[device]
	switch {
	case len(roots) > 0 && d == nil:
		p.desks[device] = &presentDesk{wire.FilingDesk{Device: device, Staff: staff, Since: now, Roots: roots}, now}
	case len(roots) > 0:
		d.seen, d.Roots = now, roots
	case d != nil:
		delete(p.desks, device)
		p.left = &now
	}
}

func (p *presence) expire(now time.Time) {
	for id, d := range p.desks {
		if now.Sub(d.seen) < presenceLife {
			continue
		}
		if p.left == nil || d.seen.After(*p.left) {
			left := d.seen
			p.left = &left
		}
		delete(p.desks, id)
	}
	if len(p.desks) == 0 && p.left == nil && p.kept == desksFiling && now.Sub(p.began) >= presenceLife {
		p.left = &p.began // none of those before the restart came back
	}
}

// filing lists who files, or says since when nobody does, or that it is not sure
// yet.
func (p *presence) filing() (desks []wire.FilingDesk, since *time.Time, unsure bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	p.expire(now)
	desks = []wire.FilingDesk{}
	for _, d := range p.desks {
		desks = append(desks, d.FilingDesk)
	}
	slices.SortFunc(desks, func(a, b wire.FilingDesk) int { return strings.Compare(string(a.Device), string(b.Device)) })
	if len(desks) > 0 {
		return desks, nil, false
	}
	return desks, p.left, p.left == nil && p.kept == desksFiling
}

// say answers POST /v1/presence.
func (r *Relay) say(ctx context.Context, c *caller, in *wire.PresenceRequest) (*wire.State, error) {
	if len(in.Roots) > wire.MaxAsk {
		return nil, errTooLarge
	}
	c.t.presence.say(c.device, c.staff, in.Roots)
	s := c.t.state()
	c.t.keepPresence(ctx)
	return &s, nil
}

func (r *Relay) filing(ctx context.Context, c *caller) (*wire.FilingReply, error) {
	out := &wire.FilingReply{State: c.t.state()}
	out.Desks, out.Since, out.Unsure = c.t.presence.filing()
	c.t.keepPresence(ctx)
	return out, nil
}

// keepPresence keeps the newest word, one call after the other. One that cannot be kept now, because the disk is
// full, say, is kept with a later call.
func (t *tenant) keepPresence(ctx context.Context) {
	t.presence.keeping.Lock()
	defer t.presence.keeping.Unlock()
	word, changed := t.presence.news()
	if !changed {
		return
	}
	if err := t.relay.db.SetMark(ctx, string(t.id), filingMark, word); err != nil {
		t.relay.log.Warn("whether desks file is not kept", "problem", err)
		return
	}
	t.presence.isKept(word)
}

func (t *tenant) loadPresence(ctx context.Context) error {
	kept, err := t.relay.db.Mark(ctx, string(t.id), filingMark)
	t.presence = newPresence(t.relay.now, kept)
	return err
}
