package app

import "testing"

// Memory is given back once after work: soon after much of it, and not between two saves.
func TestADeskGivesMemoryBackOnceAfterWork(t *testing.T) {
	var l lull
	done := uint64(0)
	for i, step := range []struct {
		more uint64
		want bool
	}{
		{0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, // nothing was done yet
		{1, false}, {0, false}, {0, false}, // somebody saves
		{1, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, true}, {0, false}, // and goes
		{muchWork - 1, false}, {1, false}, {0, true}, {0, false}, {0, false}, // a first sync
		{muchWork - 1, false}, {0, false}, {0, false}, // less
	} {
		done += step.more
		got := l.isNow(done)
		if got != step.want {
			t.Errorf("step %d: %t", i, got)
		}
		if got {
			l.rested = done
		}
	}
}
