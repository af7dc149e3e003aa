// Package foldertest stands in for time, change notices and the receiver in tests of what uses
// app/folder, and holds every file system that is given to it, real or simulated, to one Contract. It
// touches no file but those of a Contract's ground and is not for production code.
package foldertest

import (
	"sync"
	"time"
)

// Clock is a folder.Clock that stands still until it is told to move.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	timers map[chan time.Time]time.Time
}

// NewClock starts at the real time, so that the times of real files make sense to it.
func NewClock() *Clock {
	return &Clock{now: time.Now(), timers: map[chan time.Time]time.Time{}}
}

// Now is the time it stands at.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After returns a channel that is readable once the clock has moved by d.
func (c *Clock) After(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if d <= 0 {
		ch <- c.now
		return ch, func() {}
	}
	c.timers[ch] = c.now.Add(d)
	return ch, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, ch)
	}
}

// Advance moves the clock and fires what is due.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for ch, due := range c.timers {
		if !due.After(c.now) {
			ch <- c.now
			delete(c.timers, ch)
		}
	}
}
