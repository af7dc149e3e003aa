package folder

import "time"

// Clock is the time this package lives by. Files carry their own, so a test's clock should start near
// the real time.
type Clock interface {
	Now() time.Time
	// After returns a channel that is readable once d has passed, and a function that gives it up.
	After(d time.Duration) (<-chan time.Time, func())
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) After(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// Timing is how patient the package is. Zero fields take the defaults.
type Timing struct {
	Arrived   time.Duration // from a file's appearance under its name to the first look: 5 ms
	Written   time.Duration // from the last write to the first look: 15 ms
	Retry     time.Duration // first pause while somebody writes, doubling: 25 ms
	RetryMax  time.Duration // longest such pause: 2 s; a tenth of a second while writes are recent
	Stable    time.Duration // how long a file must not change where the system cannot say who writes: 2 s
	Gone      time.Duration // between the two listings that prove a file gone: 5 s
	Doubt     time.Duration // from what turned up last in a work file in doubt to the end of that: 10 min
	Hot       time.Duration // between polls of a work file in use, longer for one that takes long: 2 s
	Warm      time.Duration // between polls of the others, where change notices are weak: 30 s
	HotFor    time.Duration // how long a work file stays hot: 15 min
	Full      time.Duration // between full passes: 15 min
	FullWeak  time.Duration // the same on network shares: 60 min
	RootCheck time.Duration // between looks at a root's marker: 5 s
	Hang      time.Duration // after which a share that does not answer is given up for the moment: 15 s
	Litter    time.Duration // age at which an abandoned claim or temporary file of ours is removed: 24 h
}

func (t Timing) withDefaults() Timing {
	for _, field := range []struct {
		at  *time.Duration
		def time.Duration
	}{
		{&t.Arrived, 5 * time.Millisecond}, {&t.Written, 15 * time.Millisecond},
		{&t.Retry, 25 * time.Millisecond}, {&t.RetryMax, 2 * time.Second}, {&t.Stable, 2 * time.Second},
		{&t.Gone, 5 * time.Second}, {&t.Doubt, 10 * time.Minute}, {&t.Hot, 2 * time.Second}, {&t.Warm, 30 * time.Second},
		{&t.HotFor, 15 * time.Minute}, {&t.Full, 15 * time.Minute}, {&t.FullWeak, time.Hour}, {&t.RootCheck, 5 * time.Second}, {&t.Hang, 15 * time.Second},
		{&t.Litter, 24 * time.Hour},
	} {
		if *field.at <= 0 {
			*field.at = field.def
		}
	}
	return t
}

// racyWindow: a file changed this recently may change again without its times showing it.
const racyWindow = 2 * time.Second
