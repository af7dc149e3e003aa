package lull

import "testing"

type step struct {
	more uint64
	want bool
}

// Memory is given back once after work: soon after much of it, and not between two saves.
func TestMemoryIsGivenBackOnceAfterWork(t *testing.T) {
	events, bytes := OfEvents(), OfBytes()
	for name, c := range map[string]struct {
		of    *Lull
		steps []step
	}{
		"a desk": {events, []step{
			{0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, // nothing was done yet
			{1, false}, {0, false}, {0, false}, // somebody saves
			{1, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, true}, {0, false}, // and goes
			{events.huge - 1, false}, {1, false}, {0, true}, {0, false}, {0, false}, // a first sync
			{events.huge - 1, false}, {0, false}, {0, false}, // less
		}},
		"a relay": {bytes, []step{
			{bytes.huge / 2, false}, {bytes.huge / 2, false}, // a first sync
			{bytes.little / 2, true}, // is done
			{bytes.little / 2, false}, {0, false},
			{bytes.little, false}, {bytes.little - 1, false}, // a save now and then
			{bytes.much, false}, {0, false}, {0, false}, {0, false}, // more work
			{bytes.little, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, true}, // ends
			{0, false},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			done := uint64(0)
			for i, step := range c.steps {
				done += step.more
				if got := c.of.IsNow(done); got != step.want {
					t.Errorf("step %d: %t", i, got)
				} else if got {
					c.of.Gave(done)
				}
			}
		})
	}
}
