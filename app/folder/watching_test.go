package folder_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// FM25
func TestEveryFileInFreshNestedFoldersIsSeen(t *testing.T) {
	w := newWorld(t)
	w.quiet()
	for i := range 200 {
		w.save("To client", fmt.Sprintf("%d/%d/%d/file %d.pdf", i%4, i%8, i, i), fmt.Sprint("file ", i))
	}
	w.until("all 200 are saved", func() bool { return len(w.sink.AllSaved()) >= 200 })
	seen := map[string]bool{}
	for _, h := range w.sink.AllSaved() {
		seen[h.Rel] = true
	}
	if len(seen) != 200 {
		t.Errorf("%d different files were seen", len(seen))
	}
}

// FM25
func TestAFolderMadeAnewIsWatchedAnew(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		w.save("To client", "sub/a.pdf", fmt.Sprint("round ", i))
		w.untilSaved("sub/a.pdf", fmt.Sprint("round ", i))
		w.must(os.RemoveAll(w.path("To client", "sub")))
	}
}

// FM24
func TestLostHintsAreMadeUpForByAScan(t *testing.T) {
	watcher := foldertest.NewWatcher()
	w := newWorld(t, func(c *folder.Config) { c.NewWatcher, c.Timing.Hot = watcher.Open, time.Hour })
	w.until("the lane is watched", func() bool { return strings.Contains(strings.Join(watcher.Watched(), "|"), "To client") })
	w.save("To client", "deep/er/a.pdf", "unseen")
	watcher.Lose()
	w.untilSaved("deep/er/a.pdf", "unseen")
}

// FM26
func TestASilentWatcherIsMadeUpForByPolling(t *testing.T) {
	w := newWorld(t, func(c *folder.Config) { c.NewWatcher = foldertest.NewWatcher().Open })
	w.save("To client", "a.pdf", "one")
	w.untilSaved("a.pdf", "one")
	w.save("To client", "a.pdf", "two") // in place: no folder time changes
	w.untilSaved("a.pdf", "two")
}

func TestRunningOutOfWatchesIsSaidAndMadeUpForByPolling(t *testing.T) {
	watcher := foldertest.NewWatcher().Limit(2)
	w := newWorld(t, func(c *folder.Config) {
		c.NewWatcher = watcher.Open
		c.Timing.HotFor, c.Timing.Warm = time.Nanosecond, 30*time.Millisecond
	})
	w.until("polling is announced", func() bool {
		return w.sink.RootStatus(w.root.ID).Polling == "This computer cannot watch more folders. A save is noticed within a second; a file that is rewritten in place after a quiet time, within 15 minutes."
	})
	w.save("To client", "sub/a.pdf", "one")
	w.untilSaved("sub/a.pdf", "one")
	w.save("To client", "sub/a.pdf", "two")
	w.untilSaved("sub/a.pdf", "two")
}

func TestNoWatcherAtAllIsSaidAndMadeUpFor(t *testing.T) {
	w := newWorld(t, func(c *folder.Config) {
		c.NewWatcher = func() (folder.Watcher, error) { return nil, folder.ErrWatchLimit }
	})
	if w.sink.RootStatus(w.root.ID).Polling == "" {
		t.Error("nobody is told")
	}
	w.save("To client", "a.pdf", "one")
	w.untilSaved("a.pdf", "one")
}

func TestAFileThatMovesAwayAndBackIsNoNews(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "one")
	w.untilSaved("a.pdf", "one")
	w.must(os.Rename(w.path("To client", "a.pdf"), w.path("a.pdf")))
	w.must(os.Rename(w.path("a.pdf"), w.path("To client", "a.pdf")))
	w.quiet()
	if len(w.sink.AllSaved()) != 1 || len(w.sink.AllGone()) != 0 {
		t.Errorf("saved %d times, gone %v", len(w.sink.AllSaved()), w.sink.AllGone())
	}
}

// Time passes only when the test says so: what the real waiting periods are for can be watched. FM21.
func TestAFreshFileIsReadOnceMoreWhenItsTimesCanBeTrusted(t *testing.T) {
	clock := foldertest.NewClock()
	w := newWorld(t, func(c *folder.Config) {
		c.Clock, c.NewWatcher, c.Timing = clock, foldertest.NewWatcher().Open, folder.Timing{}
	})
	pass := func(what string, ok func() bool) {
		t.Helper()
		w.until(what, func() bool { clock.Advance(20 * time.Millisecond); return ok() })
	}
	w.stop()
	w.save("To client", "a.pdf", "one")
	w.must(os.Chtimes(w.path("To client", "a.pdf"), clock.Now(), clock.Now()))
	w.start()
	pass("it is saved", func() bool { return w.saved("a.pdf") == "one" })
	if o, _, _ := w.index.Get(acme, "to-client/a.pdf"); o.SHA256 != "" && !o.Racy {
		t.Error("a file of this moment was trusted at once")
	}
	pass("it is trusted", func() bool {
		o, ok, _ := w.index.Get(acme, "to-client/a.pdf")
		return ok && !o.Racy
	})
	times := 0
	for _, rel := range w.disk.reads() {
		if filepath.Base(rel) == "a.pdf" {
			times++
		}
	}
	if times != 2 || len(w.sink.AllSaved()) != 1 {
		t.Errorf("read %d times, reported %d times", times, len(w.sink.AllSaved()))
	}
}

// FM26: one handle for a whole share, as on Windows, tells of everything in it, of other folders too.
func TestAWatcherThatCoversTheShareIsToldOfTheRootAlone(t *testing.T) {
	watcher := foldertest.NewWatcher().AllBelow()
	w := newWorld(t, func(c *folder.Config) { c.NewWatcher, c.Timing.Hot = watcher.Open, time.Hour })
	w.quiet()
	if got := watcher.Watched(); len(got) != 1 || got[0] != w.share {
		t.Errorf("watched: %q", got)
	}
	w.save("Workpapers/Tax", "secret.xlsx", "secret")
	watcher.Say(folder.Hint{Path: w.path("Workpapers", "Tax", "secret.xlsx"), Arrived: true})
	watcher.Say(folder.Hint{Path: filepath.Join(w.share, "Elsewhere", "a.pdf"), Arrived: true})
	w.save("To client", "deep/er/a.pdf", "bytes")
	watcher.Say(folder.Hint{Path: w.path("TO CLIENT", "deep"), Arrived: true}) // as the one who saved spelled it
	w.untilSaved("deep/er/a.pdf", "bytes")
	w.save("To client", "deep/er/a.pdf", "more bytes")
	watcher.Say(folder.Hint{Path: w.path("To client", "deep", "er", "a.pdf"), Wrote: true})
	w.untilSaved("deep/er/a.pdf", "more bytes")
	for _, rel := range w.disk.reads() {
		if filepath.Base(rel) != "a.pdf" {
			t.Errorf("%q was opened", rel)
		}
	}
}

// FM29: a folder above a work file is renamed and comes back, which only a watcher of everything tells.
func TestAFolderAboveAWorkFileThatComesBackIsScanned(t *testing.T) {
	watcher := foldertest.NewWatcher().AllBelow()
	w := newWorld(t, func(c *folder.Config) { c.NewWatcher, c.Timing.Hot = watcher.Open, time.Hour })
	w.quiet()
	clients := filepath.Join(w.share, "Clients")
	w.must(os.Rename(clients, clients+" old"))
	watcher.Say(folder.Hint{Path: clients, Left: true})
	w.until("the work file is not where it was", func() bool {
		listed, err := w.folders.List(acme)
		w.must(err)
		return !listed.Found
	})
	w.must(os.Rename(clients+" old", clients))
	w.save("To client", "a.pdf", "bytes")
	watcher.Say(folder.Hint{Path: clients, Arrived: true})
	w.untilSaved("a.pdf", "bytes")
}
