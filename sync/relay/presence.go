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

// presence is which desks are on and file uploads. It is in memory: after a
// restart desks say so again within a minute.
type presence struct {
	now func() time.Time

	mu    sync.Mutex
	desks map[engagement.KeyID]*presentDesk
	left  *time.Time
}

type presentDesk struct {
	wire.FilingDesk
	seen time.Time
}

func newPresence(now func() time.Time) *presence {
	return &presence{now: now, desks: map[engagement.KeyID]*presentDesk{}}
}

func (p *presence) say(device engagement.KeyID, staff engagement.StaffID, filing bool) {
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire(now)
	d := p.desks[device]
	switch {
	case filing && d == nil:
		p.desks[device] = &presentDesk{wire.FilingDesk{Device: device, Staff: staff, Since: now}, now}
	case filing:
		d.seen = now
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
}

func (p *presence) filing() (desks []wire.FilingDesk, since *time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire(p.now())
	desks = []wire.FilingDesk{}
	for _, d := range p.desks {
		desks = append(desks, d.FilingDesk)
	}
	slices.SortFunc(desks, func(a, b wire.FilingDesk) int { return strings.Compare(string(a.Device), string(b.Device)) })
	if len(desks) == 0 {
		since = p.left
	}
	return desks, since
}

// say answers POST /v1/presence.
func (r *Relay) say(_ context.Context, c *caller, in *wire.PresenceRequest) (*wire.State, error) {
	c.t.presence.say(c.device, c.staff, in.Filing)
	s := c.t.state()
	return &s, nil
}

func (r *Relay) filing(c *caller) *wire.FilingReply {
	out := &wire.FilingReply{State: c.t.state()}
	out.Desks, out.Since = c.t.presence.filing()
	return out
}
