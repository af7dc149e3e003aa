package synctest

import (
	"sync"
	"time"
)

// Clock runs with the real time and can be set ahead. It starts at the real time, because the files of
// the share carry that.
type Clock struct {
	mu     sync.Mutex
	ahead  time.Duration
	timers map[*timer]bool
}

type timer struct {
	due   time.Time
	fired chan time.Time
	real  *time.Timer
}

// NewClock shows the real time.
func NewClock() *Clock { return &Clock{timers: map[*timer]bool{}} }

// Now is the time it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time { return time.Now().Round(0).Add(c.ahead) }

// After returns a channel that is readable once the clock shows d more, and a function that gives it up.
func (c *Clock) After(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{due: c.now().Add(d), fired: make(chan time.Time, 1)}
	c.timers[t] = true
	t.real = time.AfterFunc(d, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.fire(t)
	})
	return t.fired, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		t.real.Stop()
		delete(c.timers, t)
	}
}

func (c *Clock) fire(t *timer) {
	if c.timers[t] {
		delete(c.timers, t)
		t.fired <- c.now()
	}
}

// Advance sets the clock ahead and fires what is due.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
	for t := range c.timers {
		if !t.due.After(c.now()) {
			t.real.Stop()
			c.fire(t)
		}
	}
}

// wrongClock is a clock that is set wrong by a fixed time.
type wrongClock struct {
	*Clock
	by time.Duration
}

func (c wrongClock) Now() time.Time { return c.Clock.Now().Add(c.by) }
