package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// slowOpen holds up the opening of one file: once shut, the next one takes until the gate is closed.
type slowOpen struct {
	rel  string
	shut atomic.Bool
	at   chan struct{} // somebody came to open it
	gate chan struct{}
}

func newSlowOpen(rel string) *slowOpen {
	return &slowOpen{rel: rel, at: make(chan struct{}, 1), gate: make(chan struct{})}
}

// fails is a disk's: see disk.
func (s *slowOpen) fails(what, rel string) error {
	if what == "open" && strings.HasSuffix(rel, s.rel) && s.shut.CompareAndSwap(true, false) {
		s.at <- struct{}{}
		<-s.gate
	}
	return nil
}

func (w *world) awaits(what string, c chan struct{}) {
	w.t.Helper()
	select {
	case <-c:
	case <-time.After(20 * time.Second):
		w.t.Fatalf("waited in vain until %s", what)
	}
}

// A person answers for what is missing, and not for what came back in the moment before.
func TestAnAnswerLeavesAloneWhatCameBackMeanwhile(t *testing.T) {
	slow := newSlowOpen("b.pdf")
	w := newWorld(t, func(c *folder.Config) {
		c.FS.(*disk).fails = slow.fails
		c.Timing.Hot, c.Timing.Warm = time.Hour, time.Hour
	})
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	w.until("both are saved", func() bool { return len(w.sink.AllSaved()) == 2 })
	w.quiet()
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.must(os.Rename(w.path("To client", "b.pdf"), filepath.Join(w.share, "aside.pdf")))
	w.until("both are held", func() bool { return len(w.sink.Hold(acme).Missing) == 2 })
	w.quiet() // no look is left from when they went
	slow.shut.Store(true)
	w.must(os.Rename(filepath.Join(w.share, "aside.pdf"), w.path("To client", "b.pdf")))
	w.awaits("it is being read", slow.at)
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("the other is withdrawn", func() bool { return len(w.sink.AllGone()) > 0 })
	close(slow.gate)
	w.quiet()
	if gone := w.sink.AllGone(); len(gone) != 1 || gone[0].Rel != "a.pdf" {
		t.Errorf("gone: %v", gone)
	}
}

// Nor for what came back where nothing tells of it, however long ago: the share is looked at once more before anything
// is taken back.
func TestAnAnswerIsCarriedOutByWhatLiesThere(t *testing.T) {
	w := newWorld(t, func(c *folder.Config) {
		c.NewWatcher = foldertest.NewWatcher().Open
		c.Timing.Hot, c.Timing.Warm, c.Timing.Full = time.Hour, time.Hour, time.Hour
	})
	looked := func(what string, done func() bool) {
		t.Helper()
		w.until(what, func() bool { w.folders.Rescan(""); return done() })
	}
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	looked("both are saved", func() bool { return len(w.sink.AllSaved()) == 2 })
	w.quiet()
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.must(os.Rename(w.path("To client", "b.pdf"), filepath.Join(w.share, "aside.pdf")))
	looked("both are held", func() bool { return len(w.sink.Hold(acme).Missing) == 2 })
	w.quiet()
	w.must(os.Rename(filepath.Join(w.share, "aside.pdf"), w.path("To client", "b.pdf")))
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("the other is withdrawn", func() bool { return len(w.sink.AllGone()) > 0 })
	w.quiet()
	if gone := w.sink.AllGone(); len(gone) != 1 || gone[0].Rel != "a.pdf" {
		t.Errorf("gone: %v", gone)
	}
}

// flaky is a share of which one opening fails: that many from now.
type flaky struct {
	folder.FS
	after atomic.Int64
}

func (f *flaky) Open(path string) (folder.Tree, error) {
	if f.after.Add(-1) == 0 {
		return nil, errors.New("the network name is no longer available")
	}
	return f.FS.Open(path)
}

// The share answers when it is judged, and not when it is listed in the moment after. Nothing is known then of what lies
// there, and the question stands.
func TestAnAnswerWhileTheShareCannotBeListedIsAskedForAgain(t *testing.T) {
	net := &flaky{}
	w := newWorld(t, func(c *folder.Config) {
		c.NewWatcher = foldertest.NewWatcher().Open
		c.Timing.Hot, c.Timing.Warm, c.Timing.Full, c.Timing.RootCheck = time.Hour, time.Hour, time.Hour, time.Hour
		net.FS, c.FS = c.FS, net
	})
	looked := func(what string, done func() bool) {
		t.Helper()
		w.until(what, func() bool { w.folders.Rescan(""); return done() })
	}
	names, aside := []string{"a.pdf", "b.pdf"}, func(name string) string { return filepath.Join(w.share, name) }
	for _, name := range names {
		w.save("To client", name, name)
	}
	looked("both are saved", func() bool { return len(w.sink.AllSaved()) == 2 })
	w.quiet()
	for _, name := range names {
		w.must(os.Rename(w.path("To client", name), aside(name)))
	}
	looked("both are held", func() bool { return len(w.sink.Hold(acme).Missing) == 2 })
	w.must(w.folders.Settle(t.Context()))
	for _, name := range names {
		w.must(os.Rename(aside(name), w.path("To client", name)))
	}
	asked := w.sink.HoldsHeard()
	net.after.Store(2)
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("it is asked again, or carried out", func() bool { return w.sink.HoldsHeard() > asked })
	w.must(w.folders.Settle(t.Context()))
	w.until("all of it came back", func() bool { return len(w.sink.Hold(acme).Missing) == 0 })
	if gone := w.sink.AllGone(); len(gone) != 0 {
		t.Errorf("withdrawn although they lie there: %v", gone)
	}
}

// What is found by a look that began before the file was withdrawn is reported: it was forgotten that the
// receiver had it.
func TestAFileWithdrawnWhileItIsReadIsReportedAgain(t *testing.T) {
	slow := newSlowOpen("b.pdf")
	w := newWorld(t, func(c *folder.Config) { c.FS.(*disk).fails = slow.fails })
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		w.save("To client", name, name)
	}
	w.until("all are saved", func() bool { return len(w.sink.AllSaved()) == 3 })
	w.quiet()
	slow.shut.Store(true)
	w.must(os.Chtimes(w.path("To client", "b.pdf"), time.Time{}, time.Now().Add(-time.Hour)))
	w.awaits("it is being read", slow.at)
	w.must(os.Rename(w.path("To client", "b.pdf"), filepath.Join(w.share, "aside.pdf")))
	w.until("it is withdrawn", func() bool { return len(w.sink.AllGone()) == 1 })
	w.must(os.Rename(filepath.Join(w.share, "aside.pdf"), w.path("To client", "b.pdf")))
	close(slow.gate)
	w.until("it is sent again", func() bool { return len(w.sink.AllSaved()) == 4 })
}

// gatedSink keeps who reports waiting for its answer: once shut, the next one until the gate is closed.
type gatedSink struct {
	*foldertest.Sink
	shut atomic.Bool
	at   chan struct{} // somebody reported
	gate chan struct{}
}

func (s *gatedSink) Saved(v folder.Saved) error {
	err := s.Sink.Saved(v)
	if s.shut.CompareAndSwap(true, false) {
		s.at <- struct{}{}
		<-s.gate
	}
	return err
}

// A look goes on while a twin has its file wait no more, and while both go. What it found is not believed
// to be there after that: the file would not be sent when it came back.
func TestAFileWithdrawnAfterATwinWhileItIsReportedIsReportedAgain(t *testing.T) {
	slow := &gatedSink{at: make(chan struct{}, 1), gate: make(chan struct{})}
	w := newWorld(t, func(c *folder.Config) {
		slow.Sink = c.Sink.(*foldertest.Sink)
		c.Sink = slow
	})
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		w.save("To client", name, name)
	}
	w.until("all are saved", func() bool { return len(w.sink.AllSaved()) == 3 })
	w.quiet()
	slow.shut.Store(true)
	w.save("To client", "b.pdf", "again")
	w.awaits("it is being reported", slow.at)
	w.save("To client", "B.PDF", "a twin")
	w.until("both are shown as twins", func() bool { return w.state(folder.ToClient, "b.pdf").State == folder.StateTwin })
	w.must(os.Rename(w.path("To client", "b.pdf"), filepath.Join(w.share, "aside.pdf")))
	w.must(os.Remove(w.path("To client", "B.PDF")))
	w.until("it is withdrawn", func() bool { return len(w.sink.AllGone()) == 1 })
	close(slow.gate)
	w.quiet()
	w.must(os.Rename(filepath.Join(w.share, "aside.pdf"), w.path("To client", "b.pdf")))
	w.until("it is sent again", func() bool { return len(w.sink.AllSaved()) == 5 })
	if gone := w.sink.AllGone(); len(gone) != 1 {
		t.Errorf("withdrawn %d times: %v", len(gone), gone)
	}
}
