package blob

import (
	"testing"
	"time"
)

// A part is pinned before a sweep or after it: one under way has looked at what is pinned, and may be about to
// delete it.
func TestNothingIsPinnedWhileASweepIsUnderWay(t *testing.T) {
	sp := &space{pins: map[Hash]int{}}
	part := Sum([]byte("a part"))
	held := sp.hold()
	pinned := make(chan struct{})
	sp.order.Lock()
	go func() {
		held.add(part)
		close(pinned)
	}()
	select {
	case <-pinned:
		t.Error("it was pinned, and the sweep does not know")
	case <-time.After(20 * time.Millisecond): // for one that does not wait
	}
	sp.order.Unlock()
	<-pinned
	if !sp.pinned(part) {
		t.Error("it is not pinned")
	}
	if held.release(); sp.pinned(part) {
		t.Error("it is pinned for ever")
	}
}
