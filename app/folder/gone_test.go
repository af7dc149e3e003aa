package folder_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"tieout/app/folder"
)

func TestADeletedFileIsReportedGoneOnce(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		w.save("To client", name, name)
		w.untilSaved(name, name)
	}
	w.must(os.Remove(w.path("To client", "b.pdf")))
	w.until("it is gone", func() bool { return len(w.sink.AllGone()) > 0 })
	w.quiet()
	got := w.sink.AllGone()
	if len(got) != 1 || got[0].Rel != "b.pdf" || got[0].Lane != folder.ToClient || got[0].Key != "to-client/b.pdf" || len(got[0].SHA256) != 64 {
		t.Errorf("gone: %+v", got)
	}
}

func TestAFileDeletedWhileWeWereOffIsReportedGone(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	w.untilSaved("a.pdf", "a")
	w.untilSaved("b.pdf", "b")
	w.quiet()
	w.stop()
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.start()
	w.until("it is gone", func() bool { return len(w.sink.AllGone()) == 1 })
}

func TestAGoneThatIsRefusedIsReportedAgain(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	w.untilSaved("a.pdf", "a")
	w.untilSaved("b.pdf", "b")
	w.sink.Refuse(os.ErrClosed)
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.quiet()
	w.sink.Refuse(nil)
	w.until("it is gone", func() bool { return len(w.sink.AllGone()) == 1 })
}

// A save that was never taken over is no reason for the client to keep what was before it: the receiver
// is told of both versions, and has one of them.
func TestAFileDeletedAfterARefusedSaveIsTheVersionBefore(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "taken")
	w.save("To client", "b.pdf", "b")
	w.untilSaved("a.pdf", "taken")
	w.untilSaved("b.pdf", "b")
	taken := w.sink.AllSaved()[0].SHA256
	if first := w.sink.AllSaved()[0]; first.Rel != "a.pdf" {
		taken = w.sink.AllSaved()[1].SHA256
	}
	w.sink.Refuse(os.ErrClosed)
	for _, body := range []string{"refused", "and refused again"} {
		w.save("To client", "a.pdf", body)
		w.until("it is refused", func() bool { return w.state(folder.ToClient, "a.pdf").State == folder.StateRefused })
		w.quiet()
	}
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.quiet()
	w.sink.Refuse(nil)
	w.until("it is gone", func() bool { return len(w.sink.AllGone()) == 1 })
	if g := w.sink.AllGone()[0]; !g.Was(taken) || g.SHA256 == taken || g.Was("another") {
		t.Errorf("gone: %+v, the receiver has %s", g, taken)
	}
}

// A file is to be read again, is away with the share, and is gone when that is back. It is what it was when it was last
// taken, and the receiver is told so.
func TestAFileThatIsGoneBeforeItIsReadAgainIsTheVersionTaken(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		w.save("To client", name, name)
		w.untilSaved(name, name)
	}
	w.quiet()
	taken, _, err := w.index.Get(acme, "to-client/b.pdf")
	w.must(err)
	aside := w.share + " away"
	w.must(os.Rename(w.share, aside))
	w.until("it is away", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootUnreachable })
	for range 2 { // and asked for once more
		w.must(w.folders.Again(acme, "to-client/b.pdf"))
	}
	w.must(os.Remove(filepath.Join(aside, acmePath, "To client", "b.pdf")))
	w.must(os.Rename(aside, w.share))
	w.until("it is gone", func() bool { return len(w.sink.AllGone()) == 1 })
	if g := w.sink.AllGone()[0]; g.Rel != "b.pdf" || !g.Was(taken.SHA256) {
		t.Errorf("gone: %+v, the receiver has %s", g, taken.SHA256)
	}
}

// Each of these looks, to a naive listing, as if every file had been deleted. FM01, FM02.
func TestAShareThatIsNotItselfIsNoDeletion(t *testing.T) {
	for _, c := range []struct {
		name   string
		state  folder.RootState
		happen func(w *world, aside string)
	}{
		{"the share vanishes", folder.RootUnreachable, func(w *world, aside string) {}},
		{"an empty folder is in its place", folder.RootEmpty, func(w *world, aside string) {
			w.must(os.Mkdir(w.share, 0o755))
		}},
		{"another share is in its place", folder.RootSwapped, func(w *world, aside string) {
			w.must(os.MkdirAll(w.path("To client"), 0o755))
			_, err := folder.MapRoot(folder.OS(), w.share)
			w.must(err)
		}},
		{"the same folders without the marker are in its place", folder.RootSwapped, func(w *world, aside string) {
			w.must(os.MkdirAll(w.path("To client"), 0o755))
		}},
		{"somebody copied the marker to repair it", folder.RootSwapped, func(w *world, aside string) {
			w.must(os.MkdirAll(w.path("To client"), 0o755))
			marker, err := os.ReadFile(filepath.Join(aside, ".tieout-root.json"))
			w.must(err)
			w.must(os.WriteFile(filepath.Join(w.share, ".tieout-root.json"), marker, 0o644))
		}},
		{"the marker is damaged", folder.RootSwapped, func(w *world, aside string) {
			w.must(os.MkdirAll(w.path("To client"), 0o755))
			w.must(os.WriteFile(filepath.Join(w.share, ".tieout-root.json"), nil, 0o644))
		}},
		{"a link is in place of the marker", folder.RootSwapped, func(w *world, aside string) {
			w.must(os.MkdirAll(w.path("To client"), 0o755))
			w.must(os.Symlink(filepath.Join(aside, ".tieout-root.json"), filepath.Join(w.share, ".tieout-root.json")))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			for i := range 3 {
				w.save("To client", fmt.Sprint(i, ".pdf"), fmt.Sprint("file ", i))
				w.untilSaved(fmt.Sprint(i, ".pdf"), fmt.Sprint("file ", i))
			}
			w.quiet()
			aside := w.share + " aside"
			w.must(os.Rename(w.share, aside))
			c.happen(w, aside)
			w.until("the state is told", func() bool { return w.sink.RootStatus(w.root.ID).State == c.state })
			w.looked(20)
			if w.sink.RootStatus(w.root.ID).Reason == "" {
				t.Error("no reason is given")
			}
			w.must(os.RemoveAll(w.share))
			w.must(os.Rename(aside, w.share))
			w.until("the share is back", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootOK })
			w.quiet()
			if gone, held := w.sink.AllGone(), w.sink.Hold(acme).Missing; len(gone)+len(held) > 0 {
				t.Errorf("gone %v, held %v", gone, held)
			}
			if n := len(w.sink.AllSaved()); n != 3 {
				t.Errorf("%d versions were reported, want the 3 of the beginning", n)
			}
			w.save("To client", "after.pdf", "after")
			w.untilSaved("after.pdf", "after")
		})
	}
}

// FM03
func TestManyMissingAtOnceAreHeldForAPerson(t *testing.T) {
	for _, withdraw := range []bool{true, false} {
		t.Run(fmt.Sprint("withdraw ", withdraw), func(t *testing.T) {
			w := newWorld(t)
			name := func(i int) string { return fmt.Sprint(map[bool]string{true: "year/"}[i < 12], i, ".pdf") }
			for i := range 30 {
				w.save("To client", name(i), fmt.Sprint("file ", i))
			}
			w.until("all are saved", func() bool { return len(w.sink.AllSaved()) == 30 })
			w.quiet()
			w.must(os.Rename(w.path("To client", "year"), filepath.Join(w.share, "elsewhere"))) // twelve at one moment
			w.until("they are held", func() bool { return len(w.sink.Hold(acme).Missing) == 12 })
			for i := range 3 { // some come back before anybody answers; the others are still to be asked about
				w.save("To client", name(i), fmt.Sprint("file ", i))
			}
			w.until("they are not held any more", func() bool { return len(w.sink.Hold(acme).Missing) == 9 })
			w.quiet()
			if gone := w.sink.AllGone(); len(gone) > 0 {
				t.Fatalf("reported without asking: %v", gone)
			}
			w.must(w.folders.Decide(w.sink.Hold(acme), withdraw))
			w.until("the matter is settled", func() bool { return len(w.sink.Hold(acme).Missing) == 0 })
			w.quiet()
			if got, want := len(w.sink.AllGone()), map[bool]int{true: 9, false: 0}[withdraw]; got != want {
				t.Errorf("%d reported gone, want %d", got, want)
			}
		})
	}
}

// deafIndex knows of no single file while it is told so.
type deafIndex struct {
	*folder.MemoryIndex
	deaf atomic.Bool
}

func (x *deafIndex) Get(mapping, key string) (folder.Observation, bool, error) {
	if x.deaf.Load() {
		return folder.Observation{}, false, errors.New("an error of the disk")
	}
	return x.MemoryIndex.Get(mapping, key)
}

// Who answered takes the matter for settled. When the answer could not be carried out it is asked again.
func TestAnAnswerThatCouldNotBeCarriedOutIsAskedForAgain(t *testing.T) {
	index := &deafIndex{}
	w := newWorld(t, func(c *folder.Config) { index.MemoryIndex, c.Index = c.Index.(*folder.MemoryIndex), index })
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	w.until("both are saved", func() bool { return len(w.sink.AllSaved()) == 2 })
	w.quiet()
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.must(os.Remove(w.path("To client", "b.pdf")))
	w.until("both are held", func() bool { return len(w.sink.Hold(acme).Missing) == 2 })
	index.deaf.Store(true)
	asked := w.sink.HoldsHeard()
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("it is asked again", func() bool { return w.sink.HoldsHeard() > asked && len(w.sink.Hold(acme).Missing) == 2 })
	index.deaf.Store(false)
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("the answer is carried out", func() bool { return len(w.sink.AllGone()) == 2 })
}

// The share is away in the moment of the answer: nothing is concluded from that, and the question stands.
func TestAnAnswerWhileTheShareIsAwayIsAskedForAgain(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	w.until("both are saved", func() bool { return len(w.sink.AllSaved()) == 2 })
	w.quiet()
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.must(os.Remove(w.path("To client", "b.pdf")))
	w.until("both are held", func() bool { return len(w.sink.Hold(acme).Missing) == 2 })
	w.must(os.Rename(w.share, w.share+" away"))
	asked := w.sink.HoldsHeard()
	w.must(w.folders.Decide(w.sink.Hold(acme), true))
	w.until("it is asked again", func() bool { return w.sink.HoldsHeard() > asked && len(w.sink.Hold(acme).Missing) == 2 })
	w.must(os.Rename(w.share+" away", w.share))
	w.until("it is believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootOK })
	w.until("the answer is carried out", func() bool {
		w.must(w.folders.Decide(w.sink.Hold(acme), true))
		return len(w.sink.AllGone()) == 2
	})
}

// What the receiver was told elsewhere is asked about no more. The others are, and what came back is kept.
func TestWhatWasAnsweredElsewhereIsHeldNoMore(t *testing.T) {
	w := newWorld(t)
	name := func(i int) string { return fmt.Sprint(i, ".pdf") }
	for i := range 5 {
		w.save("To client", name(i), fmt.Sprint("file ", i))
	}
	w.until("all are saved", func() bool { return len(w.sink.AllSaved()) == 5 })
	w.quiet()
	for i := range 5 {
		w.must(os.Remove(w.path("To client", name(i))))
	}
	held := func(n int) func() bool { return func() bool { return len(w.sink.Hold(acme).Missing) == n } }
	w.until("all are held", held(5))
	all := w.sink.Hold(acme)
	w.must(w.folders.Answered(folder.Hold{MappingID: acme, Missing: all.Missing[:2]}))
	w.until("three are", held(3))
	w.save("To client", name(4), "file 4")
	w.until("two are", held(2))
	w.quiet()
	w.must(w.folders.Answered(all))
	w.until("none is", held(0))
	w.quiet()
	if gone, saved := w.sink.AllGone(), w.sink.AllSaved(); len(gone) > 0 || len(saved) != 5 {
		t.Errorf("reported gone: %v; saved: %d", gone, len(saved))
	}
	w.must(os.Remove(w.path("To client", name(4))))
	w.until("the last one is gone", func() bool { return len(w.sink.AllGone()) == 1 })
}

func TestFilesThatAllComeBackEndTheHold(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "a")
	w.save("To client", "b.pdf", "b")
	w.until("both are saved", func() bool { return len(w.sink.AllSaved()) == 2 })
	w.must(os.Rename(w.path("To client"), w.path("aside")))
	w.must(w.folders.EnsureLanes(acme)) // a lane that is empty all at once is a mishap, however few they were
	w.until("both are held", func() bool { return len(w.sink.Hold(acme).Missing) == 2 })
	w.must(os.Remove(w.path("To client")))
	w.must(os.Rename(w.path("aside"), w.path("To client")))
	w.until("the hold ends", func() bool { return len(w.sink.Hold(acme).Missing) == 0 })
	w.quiet()
	if len(w.sink.AllGone()) != 0 || len(w.sink.AllSaved()) != 2 {
		t.Errorf("gone %v, saved %d", w.sink.AllGone(), len(w.sink.AllSaved()))
	}
}

// FM29
func TestARenamedLaneOrWorkFileIsNoDeletion(t *testing.T) {
	for _, c := range []struct{ name, from, to string }{
		{"lane", acmePath + "/To client", acmePath + "/Sent"},
		{"work file", acmePath, acmePath + " (old)"},
		{"client", "Clients/Acme Ltd", "Clients/Acme LLC"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.save("To client", "a.pdf", "a")
			w.untilSaved("a.pdf", "a")
			w.must(os.Rename(filepath.Join(w.share, c.from), filepath.Join(w.share, c.to)))
			w.looked(30)
			w.must(os.Rename(filepath.Join(w.share, c.to), filepath.Join(w.share, c.from)))
			w.save("To client", "b.pdf", "b")
			w.untilSaved("b.pdf", "b")
			w.quiet()
			if gone, held := w.sink.AllGone(), w.sink.Hold(acme).Missing; len(gone)+len(held) > 0 {
				t.Errorf("gone %v, held %v", gone, held)
			}
		})
	}
}

// FM18
func TestTwinsAreBothHeldAndShown(t *testing.T) {
	for _, c := range []struct{ name, one, two string }{
		{"capitals", "Invoice.pdf", "INVOICE.PDF"},
		{"accents", "R\u00e9sum\u00e9.pdf", "Re\u0301sume\u0301.pdf"},
		{"folders", "Sub/a.pdf", "sub/A.pdf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.save("To client", c.one, "one")
			w.untilSaved(c.one, "one")
			w.save("To client", c.two, "two")
			w.until("both are shown as twins", func() bool {
				return w.state(folder.ToClient, c.one).State == folder.StateTwin && w.state(folder.ToClient, c.two).State == folder.StateTwin
			})
			w.save("To client", c.one, "one again")
			w.quiet()
			if len(w.sink.AllSaved()) != 1 || len(w.sink.AllGone()) != 0 {
				t.Errorf("saved %d, gone %v", len(w.sink.AllSaved()), w.sink.AllGone())
			}
			w.must(os.Remove(w.path("To client", c.two)))
			w.untilSaved(c.one, "one again")
		})
	}
}
