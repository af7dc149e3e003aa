package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"tieout/app/folder"
)

// asked saves three files, moves them to another folder of the share and waits until a person is asked about them. It
// answers that folder.
func (w *world) asked() folder.Mapping {
	w.t.Helper()
	moved := folder.Mapping{ID: acme, RootID: w.root.ID, Path: "Clients/moved"}
	w.must(os.MkdirAll(filepath.Join(w.share, moved.Path, "To client"), 0o755))
	names := []string{"a.pdf", "b.pdf", "c.pdf"}
	for _, name := range names {
		w.save("To client", name, name)
		w.untilSaved(name, name)
	}
	w.quiet()
	for _, name := range names {
		w.must(os.Rename(w.path("To client", name), filepath.Join(w.share, moved.Path, "To client", name)))
	}
	w.until("they are asked about", func() bool { return len(w.sink.Hold(acme).Missing) == 3 })
	return moved
}

// A question is of a place. Once nobody looks there any more it is settled, whoever ended that and however; it is
// asked again where there is reason to.
func TestAQuestionEndsWithThePlaceThatItIsOf(t *testing.T) {
	for how, c := range map[string]struct {
		end   func(w *world, moved folder.Mapping)
		again bool // it is asked once it is kept at its old place again
	}{
		"it is mapped to where they lie": {func(w *world, moved folder.Mapping) { w.must(w.folders.Follow(moved)) }, false},
		"it is kept no more":             {func(w *world, _ folder.Mapping) { w.folders.Unfollow(acme) }, true},
		"its share is kept no more":      {func(w *world, _ folder.Mapping) { w.folders.Detach(w.root.ID) }, true},
		"the desk ends":                  {func(w *world, _ folder.Mapping) { w.stop() }, true},
	} {
		t.Run(how, func(t *testing.T) {
			w := newWorld(t)
			moved := w.asked()
			c.end(w, moved)
			if held := w.sink.Hold(acme).Missing; len(held) > 0 {
				t.Fatalf("it is still asked about %v", held)
			}
			if !c.again {
				w.quiet()
				if held, gone := w.sink.Hold(acme).Missing, w.sink.AllGone(); len(held)+len(gone) > 0 || len(w.sink.AllSaved()) != 3 {
					t.Errorf("held %v, gone %v, saved %d", held, gone, len(w.sink.AllSaved()))
				}
				return
			}
			w.must(w.folders.Close())
			w.start()
			w.until("they are asked about again", func() bool { return len(w.sink.Hold(acme).Missing) == 3 })
		})
	}
}

// The share hangs while a person answers, and the work file is mapped elsewhere meanwhile. What comes of the answer
// when the share goes on is no question any more.
func TestAQuestionOfAPlaceThatWasLeftIsNotAskedLate(t *testing.T) {
	var hanging *stuck
	var failing atomic.Bool
	w := newWorld(t, func(c *folder.Config) {
		c.FS.(*disk).fails = func(what, rel string) error {
			if failing.Load() && what == "list" && strings.HasPrefix(rel, acmePath) {
				return errors.New("the network name is no longer available")
			}
			return nil
		}
		hanging = &stuck{FS: c.FS, share: ""}
		c.FS = hanging
	})
	moved := w.asked()
	hanging.shut(true)
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("it hangs", func() bool { return hanging.waits.Load() > 0 })
	w.must(w.folders.Follow(moved))
	failing.Store(true)
	asked := w.sink.HoldsHeard()
	hanging.shut(false)
	w.must(w.folders.Settle(t.Context()))
	if heard := w.sink.HoldsHeard() - asked; heard > 0 || len(w.sink.Hold(acme).Missing) > 0 {
		t.Errorf("it was told %d times more, of %v", heard, w.sink.Hold(acme).Missing)
	}
}
