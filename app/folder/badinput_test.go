package folder_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// Whatever one file is, it is shown with a reason, and the others go on (F7).

// shown waits until a file is shown in a state and with words that people can use.
func (w *world) shown(rel string, state folder.State, words string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%s is shown as %s: … %s …", rel, state, words), func() bool {
		got := w.state(folder.ToClient, rel)
		return got.State == state && strings.Contains(got.Detail, words)
	})
	w.save("To client", "good.pdf", "good beside "+rel)
	w.untilSaved("good.pdf", "good beside "+rel)
}

func TestAFileThatIsTooLargeIsSaidAndNeverOpened(t *testing.T) {
	w := newWorld(t)
	at := w.path("To client", "archive.zip")
	w.save("To client", "archive.zip", "")
	if err := os.Truncate(at, 20<<30); err != nil { // without a byte on the disk
		t.Skip("SKIPPED: this file system has no sparse files; the limit of size is not tested in this run: ", err)
	}
	w.shown("archive.zip", folder.StateUnreadable, "larger than")
	for _, rel := range w.disk.reads() {
		if strings.HasSuffix(rel, "archive.zip") {
			t.Error("it was opened")
		}
	}
	w.save("To client", "archive.zip", "split")
	w.untilSaved("archive.zip", "split")
}

// FM19
func TestAPathThatIsTooLongIsSaid(t *testing.T) {
	w := newWorld(t)
	rel := "a.pdf"
	for range 6 {
		rel = filepath.Join(strings.Repeat("long folder name ", 12), rel)
	}
	w.save("To client", rel, "bytes")
	w.shown(filepath.ToSlash(rel), folder.StateUnreadable, "too long")
	if got := w.saved(filepath.ToSlash(rel)); got != "" {
		t.Error("it was sent")
	}
}

// FM30
func TestFoldersWithoutEndAreNotEntered(t *testing.T) {
	w := newWorld(t)
	deep := strings.TrimSuffix(strings.Repeat("d/", 70), "/")
	w.must(os.MkdirAll(w.path("To client", deep), 0o755))
	w.must(os.Symlink(".", w.path("To client", "loop")))
	w.must(os.Symlink("../..", w.path("To client", "up")))
	for _, rel := range []string{"loop", "up"} {
		w.shown(rel, folder.StateUnreadable, "This is a link, a pipe or a device")
	}
	w.shown(strings.TrimSuffix(strings.Repeat("d/", 65), "/"), folder.StateUnreadable, "lies in more than 64 others")
}

func TestAFolderThatMayNotBeListedIsSaidAndNothingInItIsGone(t *testing.T) {
	w := newWorld(t)
	for _, rel := range []string{"K-1s/a.pdf", "b.pdf"} {
		w.save("To client", rel, "bytes of "+rel)
		w.untilSaved(rel, "bytes of "+rel)
	}
	w.stop()
	w.disk.fails = func(what, rel string) error {
		if what == "list" && strings.HasSuffix(rel, "/K-1s") {
			return &fs.PathError{Op: "list", Path: rel, Err: fs.ErrPermission}
		}
		return nil
	}
	w.must(os.Remove(w.path("To client", "b.pdf")))
	w.start()
	w.shown("K-1s", folder.StateUnreadable, "may not list this folder")
	w.looked(30)
	if gone := w.sink.AllGone(); len(gone) > 0 {
		t.Errorf("believed on a listing that was not whole: %v", gone)
	}
}

func TestAFileWhoseDiskIsBrokenIsSaidAndTriedAgain(t *testing.T) {
	w := newWorld(t)
	w.stop()
	broken := true
	w.disk.fails = func(what, rel string) error {
		if broken && what == "read" && strings.HasSuffix(rel, "bad sector.pdf") {
			return &fs.PathError{Op: "read", Path: rel, Err: syscall.EIO}
		}
		return nil
	}
	w.save("To client", "bad sector.pdf", "bytes")
	w.start()
	w.shown("bad sector.pdf", folder.StateUnreadable, "cannot be read")
	w.stop()
	broken = false
	w.start()
	w.untilSaved("bad sector.pdf", "bytes")
}

// FM09: after a power loss a file can be there with no bytes. That is neither a version nor a deletion.
func TestAKnownFileThatLosesItsBytesIsNoNews(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "a.pdf", "bytes")
	w.untilSaved("a.pdf", "bytes")
	w.must(os.Truncate(w.path("To client", "a.pdf"), 0))
	w.shown("a.pdf", folder.StateEmpty, "no content")
	w.looked(30)
	if w.saved("a.pdf") != "bytes" || len(w.sink.AllGone()) > 0 {
		t.Errorf("sent as %q, gone: %v", w.saved("a.pdf"), w.sink.AllGone())
	}
}

// FM17
func TestANameThatChangesOnlyInCaseIsTheSameFile(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "letter.pdf", "bytes")
	w.untilSaved("letter.pdf", "bytes")
	w.must(os.Rename(w.path("To client", "letter.pdf"), w.path("To client", "Letter.PDF")))
	w.quiet()
	w.looked(30)
	if gone := w.sink.AllGone(); len(gone) > 0 || len(w.sink.AllSaved()) != 1 {
		t.Errorf("gone %v, sent %d times", gone, len(w.sink.AllSaved()))
	}
	w.save("To client", "Letter.PDF", "more")
	w.untilSaved("Letter.PDF", "more")
}

// FM22, FM23: no decision hangs on what a clock says, the file's or the computer's.
func TestTimesThatCannotBeAreOnlyNumbers(t *testing.T) {
	for what, shift := range map[string]time.Duration{"right": 0, "years behind": -20 * 365 * 24 * time.Hour, "years ahead": 20 * 365 * 24 * time.Hour} {
		t.Run("the computer's clock is "+what, func(t *testing.T) {
			clock := foldertest.NewClock()
			clock.Advance(shift)
			w := newWorld(t, func(c *folder.Config) { c.Clock = clock })
			w.must(os.MkdirAll(w.path("To client"), 0o755))
			for year, rel := range map[int]string{1970: "epoch.pdf", 1601: "windows.pdf", 2100: "future.pdf", 2025: "now.pdf"} {
				w.save("To client", rel, "first "+rel)
				at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
				w.must(os.Chtimes(w.path("To client", rel), at, at))
			}
			saved := func(body string) {
				t.Helper()
				for _, rel := range []string{"epoch.pdf", "windows.pdf", "future.pdf", "now.pdf"} {
					w.until(rel+" is saved", func() bool {
						clock.Advance(20 * time.Millisecond)
						return w.saved(rel) == body+rel
					})
				}
			}
			saved("first ")
			for _, rel := range []string{"epoch.pdf", "windows.pdf", "future.pdf", "now.pdf"} {
				w.save("To client", rel, "second "+rel)
			}
			saved("second ")
		})
	}
}

// FM27: a virus scanner opens what is new and refuses everybody else for a while.
func TestAScannerThatHoldsTheTemporaryFileOnlyDelaysThePlacing(t *testing.T) {
	w := newWorld(t)
	held := 3
	w.disk.step = func(what, rel string) error {
		if what == "rename" && held > 0 {
			held--
			return &fs.PathError{Op: "rename", Path: rel, Err: folder.ErrInUse}
		}
		return nil
	}
	r := upload("u1", "W-2.pdf", "the client's bytes")
	for held > 0 {
		if _, err := w.folders.Place(context.Background(), r); !errors.Is(err, folder.ErrInUse) {
			t.Fatalf("got %v", err)
		}
		if got := w.names("From client"); strings.Contains(got, "W-2.pdf") {
			t.Fatalf("there is already: %s", got)
		}
	}
	if got := w.place(r); got != "W-2.pdf" || w.reads("From client", got) != "the client's bytes" {
		t.Errorf("placed as %q", got)
	}
	if got := w.names("From client"); got != "W-2.pdf" {
		t.Errorf("left beside it: %s", got)
	}
}

// FM29: what is saved in a folder that is just being renamed is not lost with the old name.
func TestASaveInAFolderThatIsBeingRenamedIsNotLost(t *testing.T) {
	w := newWorld(t)
	for i := range 8 {
		from, to := fmt.Sprint("K-1s ", i), fmt.Sprint("K-1s ", i+1)
		w.save("To client", from+"/a.pdf", fmt.Sprint("before ", i))
		w.must(os.Rename(w.path("To client", from), w.path("To client", to)))
		w.save("To client", to+"/a.pdf", fmt.Sprint("after ", i))
		w.untilSaved(to+"/a.pdf", fmt.Sprint("after ", i))
	}
}
