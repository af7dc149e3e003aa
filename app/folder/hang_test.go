package folder_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// stuck is the real file system, but for one share that answers nothing while the gate is shut.
type stuck struct {
	folder.FS
	share string
	waits atomic.Int32 // calls that had to wait
	mu    sync.Mutex
	gate  chan struct{}
}

func (s *stuck) shut(shut bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if shut {
		s.gate = make(chan struct{})
	} else {
		close(s.gate)
	}
}

func (s *stuck) Open(path string) (folder.Tree, error) {
	s.mu.Lock()
	gate := s.gate
	s.mu.Unlock()
	if gate != nil && strings.HasPrefix(path, s.share) {
		s.waits.Add(1)
		<-gate
	}
	return s.FS.Open(path)
}

// FM26: a server that hangs answers no call with an error; it answers none.
func TestAShareThatHangsHoldsUpNoOtherAndIsSaid(t *testing.T) {
	base := t.TempDir()
	other := filepath.Join(base, "hanging")
	hanging := &stuck{FS: folder.OS(), share: other}
	w := newWorld(t, func(c *folder.Config) {
		c.FS, c.Timing.Hang = hanging, 100*time.Millisecond
	})
	w.must(os.MkdirAll(filepath.Join(other, "Work"), 0o755))
	root, err := folder.MapRoot(folder.OS(), other)
	w.must(err)
	w.must(w.folders.Follow(folder.Mapping{ID: "other", RootID: root.ID, Path: "Work"}))
	w.must(w.folders.Attach(root))
	w.until("the other share is kept", func() bool { return w.sink.RootStatus(root.ID).State == folder.RootOK })

	hanging.shut(true)
	w.until("it is said that the share does not answer", func() bool {
		status := w.sink.RootStatus(root.ID)
		return status.State == folder.RootUnreachable && strings.Contains(status.Reason, "does not answer")
	})
	var refused *folder.RootError
	if _, err := w.folders.List("other"); !errors.As(err, &refused) {
		t.Errorf("listing it says %v", err)
	}
	w.save("To client", "a.pdf", "bytes")
	w.must(w.folders.Settle(t.Context()))
	w.untilSaved("a.pdf", "bytes")

	hanging.shut(false)
	w.until("it is said that it does again", func() bool { return w.sink.RootStatus(root.ID).State == folder.RootOK })
	w.must(os.MkdirAll(filepath.Join(other, "Work", "To client"), 0o755))
	w.must(os.WriteFile(filepath.Join(other, "Work", "To client", "b.pdf"), []byte("more"), 0o644))
	w.untilSaved("b.pdf", "more")

	hanging.shut(true)
	w.until("it hangs again", func() bool { return w.sink.RootStatus(root.ID).State == folder.RootUnreachable })
	w.must(w.folders.Close()) // returns although a call is under way
	hanging.shut(false)
}

// askedClock says when Settle begins to wait for an answer.
type askedClock struct{ asked chan struct{} }

func (askedClock) Now() time.Time { return time.Now() }

func (c askedClock) After(d time.Duration) (<-chan time.Time, func()) {
	if d == folder.SettleLookMax {
		select {
		case c.asked <- struct{}{}:
		default:
		}
	}
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// Who waits for everything to be looked at does not wait for a share that stops answering meanwhile, nor for
// one that is not kept any more.
func TestSettleEndsBesideAShareThatHangs(t *testing.T) {
	for how, hang := range map[string]time.Duration{"it does not answer": 300 * time.Millisecond, "it is not kept any more": time.Hour} {
		t.Run(how, func(t *testing.T) {
			base, clock := t.TempDir(), askedClock{make(chan struct{}, 1)}
			hanging := &stuck{share: filepath.Join(base, "share")}
			w := worldAt(t, base, func(c *folder.Config) {
				hanging.FS, c.FS, c.Clock, c.Timing.Hang = c.FS, hanging, clock, hang
			})
			w.quiet()
			hanging.shut(true)
			w.until("its keeper waits for it", func() bool {
				w.folders.Rescan("")
				return hanging.waits.Load() > 0
			})
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				if err := w.folders.Settle(context.Background()); err != nil {
					t.Error(err)
				}
			}()
			w.awaits("Settle waits for an answer", clock.asked)
			if how == "it is not kept any more" {
				go w.folders.Detach(w.root.ID)
			}
			w.awaits("Settle ends", ended)
			hanging.shut(false)
		})
	}
}

// FM01: remounting a share ends every watch on it without a word.
func TestAShareThatIsMountedAgainIsWatchedAnew(t *testing.T) {
	watcher := foldertest.NewWatcher()
	w := newWorld(t, func(c *folder.Config) { c.NewWatcher, c.Timing.Hot = watcher.Open, time.Hour })
	watched := func() bool { return strings.Contains(strings.Join(watcher.Watched(), "|"), "To client") }
	w.until("the lane is watched", watched)
	w.quiet()
	w.save("To client", "a.pdf", "unseen")
	for _, dir := range watcher.Watched() {
		watcher.Remove(dir) // as the kernel does
	}
	w.disk.mount.Add(1)
	w.untilSaved("a.pdf", "unseen")
	w.until("the lane is watched again", watched)
}

// FM02: whatever carries a marker with the right words, inode and time, on another volume it is not ours.
func TestAnotherVolumeInTheSamePlaceIsNotTheShare(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "bytes")
	w.untilSaved("a.pdf", "bytes")
	if w.root.Marker.Volume == 0 {
		w.root.Marker.Volume = 4711 // this file system does not say; another would
		w.must(w.folders.Attach(w.root))
	}
	w.disk.volume.Store(1)
	w.until("it is seen", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootSwapped })
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.looked(20)
	if gone := w.sink.AllGone(); len(gone) > 0 {
		t.Errorf("believed: %v", gone)
	}
}
