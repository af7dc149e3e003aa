package portaltest

import (
	"sync"
	"time"
)

// Clock is a clock that a story moves by hand.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock starts at t.
func NewClock(t time.Time) *Clock { return &Clock{t: t} }

// Now is the time on the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Set moves the clock to t.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

// Pass moves the clock on.
func (c *Clock) Pass(d time.Duration) { c.Set(c.Now().Add(d)) }
