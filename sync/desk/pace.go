package desk

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace is how much of the line the desk may use. Zero bytes a second is no
// limit.
type Pace struct {
	Up, Down int64 // bytes of files a second
	// Paused stops the sending of files, until Until when that is set: of bytes,
	// and of acts that speak of some, with those that come after them. Other acts
	// go, and what is pulled is pulled all the same.
	Paused bool
	Until  time.Time
	// Small has bytes that are sent ahead wait, as on a connection that costs by
	// use; acts and what they wait for go.
	Small bool
}

// errPaused ends what is urgent once sending is paused, between two parts.
var errPaused = errors.New("desk: sending is paused")

// class says what goes first.
type class int

const (
	urgent class = iota // what an act waits for
	behind              // bytes that are sent ahead
	inward              // what is fetched: it waits for nothing
)

const (
	// chunk is how many bytes are accounted for at once.
	chunk = 64 << 10
	// readSize is how many are read of the line at once: with each the other side is
	// told that there is room again.
	readSize = 256 << 10
)

// pacer holds files to the pace, and lets what is urgent go before what is not:
// while something urgent travels, the rest has one part on its way.
type pacer struct {
	clock    Clock
	up, load *rate.Limiter

	mu      sync.Mutex
	set     Pace
	since   time.Time             // when it was set
	stood   [inward]time.Duration // how long files had to wait under what was set before, by class
	urgent  int
	behind  int
	changed chan struct{} // closed and replaced whenever one of these changed
}

func newPacer(c Clock) *pacer {
	return &pacer{
		clock: c, up: rate.NewLimiter(rate.Inf, chunk), load: rate.NewLimiter(rate.Inf, chunk), changed: make(chan struct{}),
	}
}

func limitOf(bytes int64) rate.Limit {
	if bytes <= 0 {
		return rate.Inf
	}
	return rate.Limit(bytes)
}

func (p *pacer) use(to Pace) {
	p.up.SetLimit(limitOf(to.Up))
	p.load.SetLimit(limitOf(to.Down))
	p.change(func() {
		now := p.clock.Now()
		for c := range p.stood {
			p.stood[c] = p.stoodStill(class(c), now)
		}
		p.set, p.since = to, now
	})
}

// stoodStill is how long files of a class ever had to wait because sending was paused or the line costs by
// use. The caller holds the lock.
func (p *pacer) stoodStill(c class, now time.Time) time.Duration {
	end := p.since // of what was set last
	switch {
	case p.set.Small && c == behind:
		end = now
	case p.pausedAt(now):
		end = now
	case p.set.Paused && p.set.Until.After(p.since):
		end = p.set.Until
	}
	return p.stood[c] + end.Sub(p.since)
}

// still is how long files of a class ever had to wait, and whether they do.
func (p *pacer) still(c class) (d time.Duration, is bool) {
	if c == inward {
		return 0, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	return p.stoodStill(c, now), p.pausedAt(now) || p.set.Small && c == behind
}

func (p *pacer) change(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
	close(p.changed)
	p.changed = make(chan struct{})
}

// paused says whether sending is paused, and until when.
func (p *pacer) paused() (until time.Time, is bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Until, p.pausedAt(p.clock.Now())
}

// pausedAt is paused for who holds the lock.
func (p *pacer) pausedAt(now time.Time) bool {
	return p.set.Paused && (p.set.Until.IsZero() || now.Before(p.set.Until))
}

// rests says whether what is sent ahead has to wait, and until when if that is
// known.
func (p *pacer) rests() (until time.Time, is bool) {
	if until, is = p.paused(); is {
		return until, is
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Time{}, p.set.Small
}

// Paused says that no file is sent now.
func (l *Link) Paused() bool {
	_, is := l.pace.paused()
	return is
}

// Resting says that what is sent ahead waits: sending is paused, or the line
// costs by use.
func (l *Link) Resting() bool {
	_, is := l.pace.rests()
	return is
}

// resumed waits until what is sent ahead may go.
func (p *pacer) resumed(ctx context.Context) error {
	for {
		p.mu.Lock()
		changed := p.changed
		p.mu.Unlock()
		until, is := p.rests()
		if !is {
			return ctx.Err()
		}
		var timer <-chan time.Time
		giveUp := func() {}
		if !until.IsZero() {
			timer, giveUp = p.clock.After(until.Sub(p.clock.Now()))
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer:
		}
		giveUp()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// enter waits for a place on the line. While sending is paused what is sent
// ahead waits for its end, and what is urgent is refused: a round has more to do.
func (p *pacer) enter(ctx context.Context, c class) error {
	for {
		if _, paused := p.paused(); paused && c == urgent {
			return errPaused
		}
		if c == behind {
			if err := p.resumed(ctx); err != nil {
				return err
			}
		}
		p.mu.Lock()
		changed, free := p.changed, p.free(c)
		if free {
			p.count(c, 1)
		}
		p.mu.Unlock()
		if free {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

func (p *pacer) free(c class) bool {
	switch {
	case c == urgent:
		return p.urgent < maxParts
	case p.urgent > 0:
		return p.behind == 0
	}
	return p.behind < maxParts
}

func (p *pacer) count(c class, n int) {
	if c == urgent {
		p.urgent += n
	} else {
		p.behind += n
	}
}

func (p *pacer) leave(c class) { p.change(func() { p.count(c, -1) }) }

// down accounts for bytes that came.
func (p *pacer) down(ctx context.Context, n int) error {
	for ; n > chunk; n -= chunk {
		if err := p.load.WaitN(ctx, chunk); err != nil {
			return err
		}
	}
	return p.load.WaitN(ctx, n)
}

// upward reads at the pace of sending.
func (p *pacer) upward(ctx context.Context, r io.Reader) io.Reader {
	if p.up.Limit() == rate.Inf {
		return r
	}
	return &paced{ctx, p, r}
}

type paced struct {
	ctx  context.Context
	p    *pacer
	from io.Reader
}

// Read implements io.Reader.
func (r *paced) Read(b []byte) (int, error) {
	n, err := r.from.Read(b[:min(len(b), chunk)])
	if n > 0 {
		if err := r.p.up.WaitN(r.ctx, n); err != nil {
			return 0, err
		}
	}
	return n, err
}

// SetPace changes how much of the line is used, from now on.
func (l *Link) SetPace(to Pace) {
	l.pace.use(to)
	l.update(func(*Status) {})
	l.Wake()
}
