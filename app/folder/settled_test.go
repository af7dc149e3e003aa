package folder_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
)

func TestSettleEndsWhenEverySaveWasTaken(t *testing.T) {
	w := newWorld(t)
	for i := range 200 {
		w.save("To client", fmt.Sprintf("%d/paper.txt", i), fmt.Sprint("paper ", i))
	}
	w.must(w.folders.Settle(t.Context()))
	for i := range 200 {
		if got := w.saved(fmt.Sprintf("%d/paper.txt", i)); got != fmt.Sprint("paper ", i) {
			t.Fatalf("paper %d was not taken: %q", i, got)
		}
	}
}

func TestSettleIsNotHeldUp(t *testing.T) {
	w := newWorld(t)
	open, err := os.Create(w.path("To client", "open.txt"))
	w.must(err)
	defer open.Close()
	_, err = open.WriteString("half of")
	w.must(err)
	w.must(w.folders.Settle(t.Context()))
	w.must(os.Rename(w.share, w.share+".away"))
	w.must(w.folders.Settle(t.Context()))
	w.must(os.Rename(w.share+".away", w.share))
	ended, end := context.WithCancel(t.Context())
	end()
	if err := w.folders.Settle(ended); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	w.stop()
	if err := w.folders.Settle(t.Context()); err == nil {
		t.Error("closed folders settle")
	}
}
