package foldersim

import (
	"cmp"
	"slices"
	"sync"
	"time"
	"unsafe"
)

// clocks is the time of the whole world: one that passes, and what each computer believes it to be.
type clocks struct {
	mu     sync.Mutex
	passed time.Duration
	timers []*timer
}

type timer struct {
	due  time.Duration
	desk *Desk
	role uint8
	ch   chan time.Time
}

// began is when every world begins, by the server's clock.
var began = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// deskClock is the folder.Clock of one desk. Its wall can be wrong by years and can be set; what passes
// is what passes everywhere.
type deskClock struct {
	all  *clocks
	desk *Desk
	mu   sync.Mutex
	off  time.Duration
}

func (c *deskClock) set(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += by
}

func (c *deskClock) Now() time.Time {
	c.all.mu.Lock()
	passed := c.all.passed
	c.all.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	return twoClocks(began.Add(passed+c.off), passed)
}

func (c *deskClock) After(d time.Duration) (<-chan time.Time, func()) {
	c.all.mu.Lock()
	defer c.all.mu.Unlock()
	t := &timer{due: c.all.passed + max(d, 0), desk: c.desk, role: roleOfCaller(), ch: make(chan time.Time, 1)}
	c.all.timers = append(c.all.timers, t)
	return t.ch, func() { c.all.drop(t) }
}

func (c *clocks) drop(t *timer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timers = slices.DeleteFunc(c.timers, func(o *timer) bool { return o == t })
}

// advance lets at most d pass, and no more than until the next timer. It fires one timer at most, so that
// what follows from it comes before what follows from another.
func (c *clocks) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timers) == 0 {
		c.passed += d
		return
	}
	next := slices.MinFunc(c.timers, func(a, b *timer) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.desk.ID, b.desk.ID), cmp.Compare(a.role, b.role))
	})
	c.passed += min(d, max(next.due-c.passed, 0))
	if next.due <= c.passed {
		next.ch <- began.Add(c.passed)
		c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool { return t == next })
	}
}

func (c *clocks) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return began.Add(c.passed)
}

// twoClocks is a time whose wall and whose passing are set apart, as after somebody set the clock. No
// call of package time makes one, so it is put together as package time does (time.Time's comment), and
// the test of this file fails when that changes.
func twoClocks(wall time.Time, passed time.Duration) time.Time {
	const hasMonotonic, nsecShift, wallToInternal = 1 << 63, 30, 59453308800
	var t struct {
		wall uint64
		ext  int64
		loc  *time.Location
	}
	sec := uint64(wall.Unix() + 62135596800 - wallToInternal)
	t.wall = hasMonotonic | sec<<nsecShift | uint64(wall.Nanosecond())
	t.ext = int64(passed) + 1
	return *(*time.Time)(unsafe.Pointer(&t))
}
