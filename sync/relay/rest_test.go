package relay

import "testing"

// Memory is given back once after work, and not while it goes on.
func TestMemoryIsGivenBackAfterWork(t *testing.T) {
	var u usage
	asked := uint64(0)
	for i, step := range []struct {
		more uint64
		want bool
	}{
		{hugeUse / 2, false}, {hugeUse / 2, false}, // a first sync
		{littleUse / 2, true}, // is done
		{littleUse / 2, false}, {0, false},
		{littleUse, false}, {littleUse - 1, false}, // a save now and then
		{muchUse, false}, {0, false}, {0, false}, {0, false}, // more work
		{littleUse, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, false}, {0, true}, // ends
		{0, false},
	} {
		asked += step.more
		if got := u.isDone(asked); got != step.want {
			t.Errorf("step %d: %t", i, got)
		} else if got {
			u.gave(asked)
		}
	}
}
