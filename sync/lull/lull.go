// Package lull finds the moment at which a program gives memory back: once after
// work, soon after much of it, and not between two saves of somebody who is busy.
// It counts, and must never know what the work is, nor what is given back.
package lull

import "time"

// Garbage is how much of it a program at work lets lie, in percent of what it needs; GOGC in its
// environment overrides. It is more than Go's own 100, since collecting costs time while there is
// work, and what lies there is given back when there is none.
const Garbage = 150

// Pause is how long a program waits between two looks.
const Pause = 3 * time.Second

// Lull knows how much was ever done: when it was looked at last, and when memory
// was given back; and at how many looks since it was quiet.
type Lull struct {
	little, much, huge uint64
	looks              int

	seen, given uint64
	quiet       int
}

// OfEvents is for a desk, whose work is events: any is worth it after a while.
func OfEvents() *Lull { return &Lull{little: 1, much: 1, huge: 2_000, looks: 7} }

// OfBytes is for a relay on a small machine beside others, whose work is bytes of
// memory that were asked for. Some always are.
func OfBytes() *Lull { return &Lull{little: 512 << 10, much: 32 << 20, huge: 1 << 30, looks: 7} }

// IsNow is asked every Pause and takes how much was ever done.
func (l *Lull) IsNow(done uint64) bool {
	more := done - l.seen
	l.seen = done
	if more >= l.little {
		l.quiet = 0
		return false
	}
	l.quiet++
	used := done - l.given
	return used >= l.huge || used >= l.much && l.quiet >= l.looks
}

// Gave takes how much was done when memory had been given back.
func (l *Lull) Gave(done uint64) { l.seen, l.given = done, done }
