package folder_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/app/folder"
)

const markerFile = ".tieout-root.json"

// filled saves five files and returns when they are known.
func (w *world) filled() {
	w.t.Helper()
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf", "d.pdf", "year/e.pdf"} {
		w.save("To client", name, "bytes of "+name)
		w.untilSaved(name, "bytes of "+name)
	}
	w.quiet()
}

// copied makes a folder beside the share with copies of some of its files, as old as they are.
func (w *world) copied(name string, rels ...string) string {
	w.t.Helper()
	to := filepath.Join(filepath.Dir(w.share), name)
	w.must(os.MkdirAll(to, 0o755))
	for _, rel := range rels {
		body, err := os.ReadFile(filepath.Join(w.share, rel))
		w.must(err)
		info, err := os.Stat(filepath.Join(w.share, rel))
		w.must(err)
		at := filepath.Join(to, rel)
		w.must(os.MkdirAll(filepath.Dir(at), 0o755))
		w.must(os.WriteFile(at, body, 0o644))
		w.must(os.Chtimes(at, info.ModTime(), info.ModTime()))
	}
	return to
}

func lane(names ...string) []string {
	for i, name := range names {
		names[i] = filepath.Join(acmePath, "To client", name)
	}
	return names
}

// FM02: somebody cleans up hidden files. The share is taken again by the files that are known of it, when a
// person says that this is it, and nothing of it was deleted.
func TestAShareThatLostItsMarkerIsKnownByItsFiles(t *testing.T) {
	for _, damaged := range []bool{false, true} {
		w := newWorld(t)
		w.filled()
		w.must(os.Remove(filepath.Join(w.share, markerFile)))
		if damaged {
			w.must(os.WriteFile(filepath.Join(w.share, markerFile), []byte("{"), 0o644))
		}
		w.until("it is not believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootSwapped })
		root, err := w.folders.Bind(w.share, w.root.ID, w.root)
		w.must(err)
		if root.ID != w.root.ID || root.Anew.IsZero() {
			t.Errorf("it was bound as %+v", root)
		}
		w.must(w.folders.Attach(root))
		w.until("it is believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootOK })
		w.calm("a.pdf")
		if n := len(w.sink.AllSaved()); n != 5 {
			t.Errorf("%d versions were reported, want the 5 of the beginning", n)
		}
	}
}

// FM02: no copy of a marker, and no order of a person, arms a folder that does not have the files.
func TestAFolderWithoutTheFilesIsNotTheShare(t *testing.T) {
	w := newWorld(t)
	w.filled()
	other := w.copied("other")
	_, err := folder.MapRoot(folder.OS(), other)
	w.must(err)
	old := w.copied("old", append(lane("a.pdf", "b.pdf", "c.pdf", "d.pdf", "year/e.pdf"), markerFile)...)
	for _, name := range lane("a.pdf", "b.pdf", "c.pdf") {
		w.must(os.WriteFile(filepath.Join(old, name), []byte("as they were a year ago"), 0o644))
	}
	for dir, want := range map[string]string{
		w.copied("empty"):                  "does not look like that share",
		w.copied("copied", markerFile):     "does not look like that share",
		other:                              "another mapped share",
		w.copied("part", lane("a.pdf")...): "of 5 of its files that this computer knows, 1 are here",
		old:                                "of 5 of its files that this computer knows, 2 are here",
	} {
		before := under(t, dir)
		if _, err := w.folders.Bind(dir, w.root.ID, w.root); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", filepath.Base(dir), err)
		}
		if after := under(t, dir); after != before {
			t.Errorf("%s had %s and has %s", filepath.Base(dir), before, after)
		}
	}
}

// A share that was copied to another disk without the times of its files is known by what is in them, and nothing of
// it is sent again.
func TestAShareWhoseTimesWereLostIsKnownByItsBytes(t *testing.T) {
	w := newWorld(t)
	w.filled()
	moved := w.copied("moved", append(lane("a.pdf", "b.pdf", "c.pdf", "d.pdf", "year/e.pdf"), markerFile)...)
	for _, name := range lane("a.pdf", "b.pdf", "c.pdf", "d.pdf", "year/e.pdf") {
		now := time.Now().Add(-time.Hour)
		w.must(os.Chtimes(filepath.Join(moved, name), now, now))
	}
	root, err := w.folders.Bind(moved, w.root.ID, w.root)
	w.must(err)
	w.root = root
	w.must(w.folders.Attach(root))
	w.until("it is believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootOK })
	w.quiet()
	if n := len(w.sink.AllSaved()); n != 5 || len(w.sink.AllGone())+len(w.sink.Hold(acme).Missing) != 0 {
		t.Errorf("%d versions were reported, want the 5 of the beginning; gone %v, held %v", n, w.sink.AllGone(), w.sink.Hold(acme))
	}
}

// under names everything in a folder.
func under(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(at string, _ os.DirEntry, err error) error {
		all = append(all, at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// Restored from last night's backup, on a new disk, a share lacks what was saved since. Nobody deleted that:
// a person is asked, however little it is.
func TestWhatARestoredShareLacksIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	w.filled()
	backup := w.copied("backup", append(lane("a.pdf", "b.pdf", "c.pdf", "d.pdf"), markerFile)...)
	w.must(os.RemoveAll(w.share))
	w.must(os.Rename(backup, w.share))
	w.until("it is not believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootSwapped })
	root, err := w.folders.Bind(w.share, w.root.ID, w.root)
	w.must(err)
	root.Anew = root.Anew.Add(-30 * 24 * time.Hour) // nobody answers for a month
	w.root = root
	w.must(w.folders.Attach(root))
	w.until("the missing one is held", func() bool { return len(w.sink.Hold(acme).Missing) == 1 })
	again := func(what string) {
		t.Helper()
		asked := w.sink.HoldsHeard()
		w.start()
		w.until(what, func() bool { return w.sink.HoldsHeard() > asked && len(w.sink.Hold(acme).Missing) == 1 })
		w.quiet()
	}
	w.stop()
	again("it is asked about after a start as well")
	w.stop()
	root, err = w.folders.Bind(w.share, w.root.ID, w.root) // somebody chooses the folder once more
	w.must(err)
	w.root = root
	again("it is asked about when it is bound once more")
	if gone := w.sink.AllGone(); len(gone) > 0 {
		t.Errorf("believed: %v", gone)
	}
	w.must(w.folders.Decide(w.sink.Hold(acme), false))
	w.until("the matter is settled", func() bool { return len(w.sink.Hold(acme).Missing) == 0 })
	w.until("nothing is in doubt", func() bool { return !w.inDoubt() })
	w.stop()
	w.must(os.Remove(w.path("To client", "a.pdf")))
	w.start()
	w.until("a deletion is believed", func() bool { return len(w.sink.AllGone()) == 1 })
}

// A desk that never saw a share believes its marker, and one that did believes the very same wherever it is.
// One that knows no file of it can miss none, and goes by the marker or by the folders.
func TestAMarkerIsBelievedAtFirstAndWhereItIsTheSame(t *testing.T) {
	w := newWorld(t)
	w.filled()
	if _, err := w.folders.Bind(w.copied("copy", markerFile), w.root.ID, folder.Root{}); err == nil {
		t.Error("where it was bound was forgotten, and a copy of the marker is believed over the files that are known")
	}
	fresh := newWorld(t)
	if root, err := fresh.folders.Bind(w.share, w.root.ID, folder.Root{}); err != nil || !root.Anew.IsZero() {
		t.Errorf("at first: %+v, %v", root, err)
	}
	if _, err := fresh.folders.Bind(t.TempDir(), w.root.ID, folder.Root{}); err == nil || !strings.Contains(err.Error(), "not a mapped share") {
		t.Errorf("without a marker: %v", err)
	}
	w.must(os.Remove(filepath.Join(fresh.share, markerFile)))
	if root, err := fresh.folders.Bind(fresh.share, fresh.root.ID, fresh.root); err != nil || root.Anew.IsZero() {
		t.Errorf("without a marker and a file, by its folders: %+v, %v", root, err)
	}
	another := fresh.copied("another", markerFile)
	if root, err := fresh.folders.Bind(another, fresh.root.ID, fresh.root); err != nil || root.Path != another {
		t.Errorf("where no file can be missed: %+v, %v", root, err)
	}
	w.must(os.RemoveAll(w.path()))
	moved := w.share + " moved"
	w.must(os.Rename(w.share, moved))
	if root, err := w.folders.Bind(moved, w.root.ID, w.root); err != nil || !root.Anew.IsZero() || root.Path != moved {
		t.Errorf("at another place: %+v, %v", root, err)
	}
}

// A server comes back with last night's backup, and a person says that this is the share. What was saved today lies
// there as it was yesterday: none of it goes out by itself. What is saved from then on does, and so does what the
// person has sent as it is.
func TestWhatARestoredShareHasInOlderVersionsIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	w.filled()
	names := []string{"a.pdf", "b.pdf", "c.pdf", "d.pdf", "year/e.pdf"}
	backup := w.copied("backup", append(lane(slices.Clone(names)...), markerFile)...)
	for _, name := range names[:2] {
		w.save("To client", name, "bytes of "+name+", saved today")
		w.untilSaved(name, "bytes of "+name+", saved today")
	}
	w.quiet()
	w.must(os.RemoveAll(w.share))
	w.must(os.Rename(backup, w.share))
	w.until("it is not believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootSwapped })
	saved := len(w.sink.AllSaved())
	root, err := w.folders.Bind(w.share, w.root.ID, w.root)
	w.must(err)
	w.root = root
	w.must(w.folders.Attach(root))
	held := func(n int) func() bool { return func() bool { return len(w.sink.Hold(acme).Changed) == n } }
	w.until("both are held", held(2))
	w.quiet()
	if got := len(w.sink.AllSaved()); got != saved {
		t.Errorf("%d of them went out", got-saved)
	}
	w.save("To client", "a.pdf", "bytes of a.pdf, saved after that")
	w.until("one is held", held(1))
	w.untilSaved("a.pdf", "bytes of a.pdf, saved after that")
	w.must(w.folders.SendChanged(w.sink.Hold(acme)))
	w.untilSaved("b.pdf", "bytes of b.pdf")
	w.until("nothing is held", held(0))
}

// A restored share lacks a whole folder of a work file, which says nothing of its files. Once the folder is there
// again, a person is asked about the one that is not.
func TestAFolderThatARestoredShareLacksSettlesNothing(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "bytes of a.pdf")
	w.untilSaved("a.pdf", "bytes of a.pdf")
	w.quiet()
	backup := w.copied("backup")
	w.must(os.MkdirAll(filepath.Join(backup, acmePath), 0o755))
	w.must(os.RemoveAll(w.share))
	w.must(os.Rename(backup, w.share))
	w.until("it is not believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootSwapped })
	_, err := w.folders.Bind(w.share, w.root.ID, w.root)
	if err == nil || !strings.Contains(err.Error(), "does not look like that share") {
		t.Errorf("a folder without a single file: %v", err)
	}
	root, err := folder.MapRoot(folder.OS(), w.share) // as if more of its files, elsewhere, had been there
	w.must(err)
	root.ID, root.Anew = w.root.ID, time.Now()
	w.root = root
	w.must(os.WriteFile(filepath.Join(w.share, markerFile), []byte(`{"tieout_root":"`+root.ID+`"}`), 0o644))
	again, err := newWorld(t).folders.Bind(w.share, root.ID, folder.Root{})
	w.must(err)
	w.root.Marker = again.Marker
	w.must(w.folders.Attach(w.root))
	w.until("it is believed", func() bool { return w.sink.RootStatus(w.root.ID).State == folder.RootOK })
	w.quiet()
	w.must(os.MkdirAll(w.path("To client"), 0o755))
	w.until("the missing one is held", func() bool { return len(w.sink.Hold(acme).Missing) == 1 })
	if gone := w.sink.AllGone(); len(gone) > 0 {
		t.Errorf("believed: %v", gone)
	}
}
