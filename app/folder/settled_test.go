package folder_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
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

// A file that was open a moment ago, and would be tried again much later, is looked at when somebody asks.
func TestSettleAsksAnewAboutWhatWasNotReady(t *testing.T) {
	w := newWorld(t, func(c *folder.Config) {
		c.NewWatcher = foldertest.NewWatcher().Open // silent: nothing says that the file was closed
		c.Timing.Retry, c.Timing.RetryMax = time.Hour, time.Hour
		c.Timing.HotFor = time.Nanosecond
	})
	open, err := os.Create(w.path("To client", "open.txt"))
	w.must(err)
	_, err = open.WriteString("all of it")
	w.must(err)
	w.must(w.folders.Settle(t.Context()))
	if got := w.state(folder.ToClient, "open.txt"); got.State != folder.StateOpen {
		t.Fatalf("while it is written it is %+v", got)
	}
	w.must(open.Close())
	w.must(w.folders.Settle(t.Context()))
	if got := w.saved("open.txt"); got != "all of it" {
		t.Errorf("afterwards it was taken as %q", got)
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
