//go:build linux

package folder_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// FM30
func TestLinksPipesAndDevicesAreShownAndNeverOpened(t *testing.T) {
	w := newWorld(t)
	secret := filepath.Join(t.TempDir(), "secret.pdf")
	w.must(os.WriteFile(secret, []byte("secret"), 0o644))
	w.save("Workpapers", "private.pdf", "secret")
	w.must(os.Symlink(secret, w.path("To client", "out.pdf")))
	w.must(os.Symlink("../Workpapers/private.pdf", w.path("To client", "inside.pdf")))
	w.must(os.Symlink(w.path("Workpapers"), w.path("To client", "folder")))
	w.must(syscall.Mkfifo(w.path("To client", "pipe.pdf"), 0o644))
	w.save("To client", "good.pdf", "good")
	w.untilSaved("good.pdf", "good")
	w.quiet()
	for _, rel := range []string{"out.pdf", "inside.pdf", "folder", "pipe.pdf"} {
		if got := w.state(folder.ToClient, rel); got.State != folder.StateUnreadable || got.Detail == "" {
			t.Errorf("%s is shown as %+v", rel, got.FileState)
		}
	}
	for _, rel := range w.disk.reads() {
		if filepath.Base(rel) != "good.pdf" {
			t.Errorf("%q was opened", rel)
		}
	}
}

// FM30
func TestALaneThatIsALinkIsNoLane(t *testing.T) {
	w := newWorld(t)
	elsewhere := t.TempDir()
	w.must(os.Remove(w.path("From client")))
	w.must(os.Symlink(elsewhere, w.path("From client")))
	if _, err := w.folders.Place(context.Background(), upload("u1", "a.pdf", "bytes")); !errors.Is(err, folder.ErrNotPlain) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) > 0 {
		t.Errorf("written through the link: %v %v", left, err)
	}
}

// Whatever a path is made of, and however quickly it changes, nothing outside is reached. FM30.
func TestNoPathLeavesTheTree(t *testing.T) {
	base := t.TempDir()
	inside := filepath.Join(base, "inside")
	for _, err := range []error{
		os.Mkdir(inside, 0o755), os.WriteFile(filepath.Join(base, "outside.txt"), []byte("x"), 0o644),
		os.Symlink("..", filepath.Join(inside, "up")), os.Symlink(base, filepath.Join(inside, "abs")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	tree, err := folder.OS().Open(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for _, rel := range []string{"../outside.txt", "up/outside.txt", "abs/outside.txt", "/etc/passwd", "a/../../outside.txt"} {
		if f, err := tree.OpenFile(rel); err == nil {
			f.Close()
			t.Errorf("%q was opened", rel)
		}
		if f, err := tree.Create(rel + ".new"); err == nil {
			f.Close()
			t.Errorf("%q was created", rel)
		}
		if tree.Mkdir(rel+".dir") == nil || tree.Remove(rel) == nil || tree.RenameNew(rel, "x") == nil {
			t.Errorf("%q was changed", rel)
		}
		if c, err := tree.Claim(rel + ".claim"); err == nil {
			c.Leave()
			t.Errorf("%q was claimed", rel)
		}
	}
	if left, _ := os.ReadDir(base); len(left) != 2 {
		t.Errorf("outside there is now %v", left)
	}
}

// FM20
func TestNamesThatAreNotTextAreShownAndNotSent(t *testing.T) {
	w := newWorld(t)
	w.save("To client", "bad \xff\xfe.pdf", "bytes")
	w.save("To client", "good.pdf", "good")
	w.untilSaved("good.pdf", "good")
	w.quiet()
	if got := w.state(folder.ToClient, "bad \xff\xfe.pdf"); got.State != folder.StateUnreadable {
		t.Errorf("shown as %+v", got.FileState)
	}
	if n := len(w.sink.AllSaved()); n != 1 {
		t.Errorf("%d files were sent", n)
	}
}

// FM07
func TestScratchFilesAreIgnored(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"~$book.xlsx", ".~lock.book.ods#", "x.tmp", "~WRL0001.tmp", "~WRL0002", ".DS_Store", "Thumbs.db", "desktop.ini", ".tieout-u1.part"} {
		w.save("To client", name, "scratch")
	}
	w.save("To client", "good.pdf", "good")
	w.untilSaved("good.pdf", "good")
	w.quiet()
	if got := w.sink.AllSaved(); len(got) != 1 {
		t.Errorf("%d files were sent", len(got))
	}
	listed, err := w.folders.List(acme)
	w.must(err)
	if files := listed.Lanes[1].Files; len(files) != 1 {
		t.Errorf("listed: %+v", files)
	}
}

// FM10
func TestAFullShareIsSaidAndLeavesNothing(t *testing.T) {
	small := smallDisk(t)
	w := worldAt(t, small)
	t.Cleanup(w.stop)
	_, err := w.folders.Place(context.Background(), upload("u1", "big.pdf", strings.Repeat("x", 1<<20)))
	if !errors.Is(err, folder.ErrDiskFull) {
		t.Errorf("got %v", err)
	}
	if got := w.names("From client"); got != "" {
		t.Errorf("left behind: %s", got)
	}
	if got := w.place(upload("u1", "small.pdf", "fits")); got != "small.pdf" {
		t.Errorf("placed as %q", got)
	}
}

// barredReport is what a user with fewer rights finds.
type barredReport struct {
	Root      folder.RootState
	Saved     []string
	Secret    folder.FileState
	Foreign   folder.FileState
	PlaceErr  string
	ReadOnly  bool
	GoneCount int
}

// lookWithoutRights keeps the share as another user: its own file is sent, one that it may not read is
// said, one of somebody else is waited for, and where it may not write it places nothing.
func lookWithoutRights() {
	var d doomed
	fatal(json.Unmarshal([]byte(os.Getenv("TIEOUT_TEST_ARGS")), &d))
	sink := foldertest.NewSink()
	f, err := folder.Open(folder.Config{Spool: d.Spool, Index: folder.NewMemoryIndex(), Sink: sink, Timing: quick})
	fatal(err)
	fatal(f.Follow(folder.Mapping{ID: acme, RootID: d.Root.ID, Path: acmePath}))
	fatal(f.Attach(d.Root))
	report := barredReport{}
	wait := func(done func() bool) {
		for end := time.Now().Add(15 * time.Second); !done() && time.Now().Before(end); {
			<-time.After(2 * time.Millisecond)
		}
	}
	file := func(rel string) (found folder.FileState) {
		listed, err := f.List(acme)
		fatal(err)
		for _, one := range listed.Lanes[1].Files {
			if one.Rel == rel {
				found = one.FileState
			}
		}
		return found
	}
	wait(func() bool { return file("cut.pdf").State == folder.StateUnfinished && len(sink.AllSaved()) == 2 })
	for _, h := range sink.AllSaved() {
		report.Saved = append(report.Saved, h.Rel)
	}
	report.Secret, report.Foreign = file("secret.pdf"), file("cut.pdf")
	report.Root = sink.RootStatus(d.Root.ID).State
	_, err = f.Place(context.Background(), upload("u1", "a.pdf", "bytes"))
	report.PlaceErr, report.ReadOnly = err.Error(), errors.Is(err, folder.ErrReadOnly)
	fatal(os.Remove(filepath.Join(d.Root.Path, filepath.FromSlash(acmePath), "To client", "mine.pdf")))
	n := sink.Changes(acme)
	wait(func() bool { f.Rescan(""); return sink.Changes(acme) > n && file("mine.pdf").State == "" })
	report.GoneCount = len(sink.AllGone())
	fatal(json.NewEncoder(os.Stdout).Encode(report))
	fatal(f.Close())
}

func TestAUserWithFewRights(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: needs root to become somebody else; the permission rules are not tested in this run")
	}
	const nobody = 65534
	base, err := os.MkdirTemp("", "tieout-rights-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	w := worldAt(t, base)
	w.must(os.Chmod(base, 0o755))
	w.stop()
	w.save("To client", "mine.pdf", pdf("mine"))
	w.save("To client", "foreign.pdf", pdf("whole"))
	w.save("To client", "cut.pdf", "%PDF-1.7 no end")
	w.save("To client", "secret.pdf", pdf("secret"))
	w.must(os.Chown(w.path("To client", "mine.pdf"), nobody, nobody))
	w.must(os.Chown(w.path("To client"), nobody, nobody))
	w.must(os.Chmod(w.path("To client", "secret.pdf"), 0o600))
	spool := filepath.Join(base, "spool")
	w.must(os.Mkdir(spool, 0o755))
	w.must(os.Chown(spool, nobody, nobody))

	cmd := child(copyOfThisProgram(t, base), "barred", doomed{Root: w.root, Spool: spool})
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	w.must(err)
	var got barredReport
	w.must(json.Unmarshal(out, &got))
	if got.Root != folder.RootReadOnly || !got.ReadOnly {
		t.Errorf("the share is %q, placing says %q", got.Root, got.PlaceErr)
	}
	if saved := strings.Join(got.Saved, ","); len(got.Saved) != 2 || !strings.Contains(saved, "mine.pdf") || !strings.Contains(saved, "foreign.pdf") {
		t.Errorf("saved %v", got.Saved)
	}
	if got.Secret.State != folder.StateUnreadable || !strings.Contains(got.Secret.Detail, "may not read") {
		t.Errorf("the unreadable file is shown as %+v", got.Secret)
	}
	if got.Foreign.State != folder.StateUnfinished {
		t.Errorf("the cut file is shown as %+v", got.Foreign)
	}
	if got.GoneCount != 0 {
		t.Error("a deletion was believed on a share that cannot be written")
	}
}

// copyOfThisProgram puts the test program where any user may run it.
func copyOfThisProgram(t *testing.T, dir string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	at := filepath.Join(dir, "child")
	to, err := os.OpenFile(at, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return at
}

// smallDisk is a folder on a disk of its own with room for very little.
func smallDisk(t *testing.T) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: needs root to mount a small tmpfs; the full-disk rules are not tested in this run")
	}
	small := t.TempDir()
	if err := syscall.Mount("tieout-test", small, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip("SKIPPED: no tmpfs can be mounted here; the full-disk rules are not tested in this run: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(small, 0); err != nil {
			t.Error(err)
		}
	})
	return small
}

// FM10, on this side: the computer has no room for the copy that a file is sent from.
func TestAFullDiskOfThisComputerIsSaidAndHeals(t *testing.T) {
	small := smallDisk(t)
	filler := filepath.Join(small, "filler")
	w := newWorld(t, func(c *folder.Config) { c.Spool = filepath.Join(small, "spool") })
	t.Cleanup(func() { w.folders.Close() }) // before the disk goes
	w.must(os.WriteFile(filler, make([]byte, 200<<10), 0o644))
	large := strings.Repeat("a page ", 20_000)
	w.save("To client", "large.pdf", large)
	w.shown("large.pdf", folder.StateRefused, "disk of this computer is full")
	w.must(os.Remove(filler))
	w.untilSaved("large.pdf", large)
}

// FM30
func TestADeviceIsShownAndNeverOpened(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: needs root to make a device; devices are not tested in this run")
	}
	w := newWorld(t)
	const nullDevice = 1<<8 | 3
	if err := syscall.Mknod(w.path("To client", "null.pdf"), syscall.S_IFCHR|0o666, nullDevice); err != nil {
		t.Skip("SKIPPED: no device can be made here; devices are not tested in this run: ", err)
	}
	w.shown("null.pdf", folder.StateUnreadable, "not a file")
	for _, rel := range w.disk.reads() {
		if strings.HasSuffix(rel, "null.pdf") {
			t.Error("it was opened")
		}
	}
}
