package folder_test

import (
	"sync/atomic"
	"testing"

	"tieout/app/folder"
)

// While another process of the machine looks, a desk reports nothing, shows and places all the same, and
// takes everything in when it is its turn.
func TestADeskThatRestsReportsNothingUntilItIsItsTurn(t *testing.T) {
	var resting atomic.Bool
	resting.Store(true)
	w := newWorld(t, func(c *folder.Config) { c.Resting = func(folder.Mapping) bool { return resting.Load() } })
	w.save("To client", "letter.txt", "while it rests")
	w.folders.Rescan("")
	w.must(w.folders.Settle(t.Context()))
	if got := w.sink.AllSaved(); len(got) != 0 {
		t.Errorf("a desk that rests reported %v", got)
	}
	if s := w.state(folder.ToClient, "letter.txt"); s.Size == 0 || s.State != folder.StateResting {
		t.Errorf("a desk that rests lists %+v", s)
	}
	resting.Store(false)
	w.folders.Rescan("")
	w.untilSaved("letter.txt", "while it rests")
	w.save("To client", "letter.txt", "now it looks")
	w.untilSaved("letter.txt", "now it looks")
	w.until("it is settled", func() bool { return w.state(folder.ToClient, "letter.txt").State == folder.StateSettled })
}
