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
		{10 * muchUse, false}, // a first sync
		{muchUse, false},      // goes on
		{littleUse / 2, true}, // and is done
		{littleUse / 2, false},
		{0, false},
		{littleUse, false}, // a save now and then
		{littleUse - 1, false},
		{muchUse, false}, // more work
		{littleUse - 1, true},
	} {
		asked += step.more
		if got := u.isDone(asked); got != step.want {
			t.Errorf("step %d: %t", i, got)
		} else if got {
			u.gave(asked)
		}
	}
}
