//go:build linux

package folder_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// watchForOne keeps the share as any user until one file was reported, and says how large it was.
func watchForOne() {
	var d doomed
	fatal(json.Unmarshal([]byte(os.Getenv("TIEOUT_TEST_ARGS")), &d))
	heard := make(chan int64, 1)
	f, err := folder.Open(folder.Config{Spool: d.Spool, Index: folder.NewMemoryIndex(), Sink: sizes{foldertest.NewSink(), heard}})
	fatal(err)
	fatal(f.Follow(folder.Mapping{ID: acme, RootID: d.Root.ID, Path: acmePath}))
	fatal(f.Attach(d.Root))
	select {
	case size := <-heard:
		fatal(json.NewEncoder(os.Stdout).Encode(size))
	case <-time.After(100 * time.Second):
	}
	fatal(f.Close())
}

// sizes hears how large a file was and reads nothing of it.
type sizes struct {
	*foldertest.Sink
	heard chan int64
}

func (s sizes) Saved(v folder.Saved) error {
	s.heard <- v.Size
	return nil
}

// FM05, FM08: whoever opens a file to write it does not wait for us, however long we read it. The desk
// is another process and, where the test may choose, another user than root: it has the leases that
// everybody has, on its own files.
func TestNoSaveWaitsForALargeFileToBeRead(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: copies a gigabyte")
	}
	w, spool := worldOfAnybody(t)
	at := w.path("To client", "books.qbb")
	w.must(os.WriteFile(at, nil, 0o644))
	w.must(os.Truncate(at, 1<<30))
	cmd := child(copyOfThisProgram(t, filepath.Dir(spool)), "watch", doomed{Root: w.root, Spool: spool})
	cmd.Stderr = os.Stderr
	if os.Getuid() == 0 {
		const nobody = 65534
		for _, ours := range []string{at, spool} {
			w.must(os.Chown(ours, nobody, nobody))
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var out strings.Builder
	cmd.Stdout = &out
	w.must(cmd.Start())
	w.until("the file is being read", func() bool { return spooled(t, spool) > 0 })
	began := time.Now()
	waits := w.openWhileRead(at, spool)
	reading := time.Since(began)
	w.must(cmd.Wait())
	if len(waits) < 20 {
		t.Fatalf("the file was opened only %d times while it was read", len(waits))
	}
	usual, longest := waits[len(waits)*99/100], waits[len(waits)-1]
	t.Logf("opened %d times for writing while it was read for %v: median %v, 99 of 100 within %v, longest %v",
		len(waits), reading, waits[len(waits)/2], usual, longest)
	// A busy machine lets anybody wait now and then. Who holds the file for as long as it is read shows in both.
	if usual > 100*time.Millisecond || longest > reading/4 {
		t.Errorf("a writer waited %v", longest)
	}
	if got := strings.TrimSpace(out.String()); got != "1073741824" {
		t.Errorf("the desk reported %q bytes", got)
	}
}

// worldOfAnybody is a share that any user of this computer may read, no desk on it, and a place for the
// spool of one.
func worldOfAnybody(t *testing.T) (*world, string) {
	t.Helper()
	base, err := os.MkdirTemp("", "tieout-writers-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	w, spool := worldAt(t, base), filepath.Join(base, "spool")
	w.must(os.Chmod(base, 0o755))
	w.stop()
	w.must(os.Mkdir(spool, 0o755))
	return w, spool
}

// openWhileRead opens a file for writing again and again while it is copied to the spool, and says how
// long each time took, the longest last.
func (w *world) openWhileRead(at, spool string) (waits []time.Duration) {
	w.t.Helper()
	for tick := time.NewTicker(2 * time.Millisecond); spooled(w.t, spool) > 0; <-tick.C {
		began := time.Now()
		file, err := os.OpenFile(at, os.O_RDWR, 0)
		waits = append(waits, time.Since(began))
		w.must(err)
		w.must(file.Close())
	}
	slices.Sort(waits)
	return waits
}

// spooled is how many bytes have been copied so far, 0 when nothing is being copied.
func spooled(t *testing.T, spool string) (n int64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(spool, "save-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			n += info.Size()
		}
	}
	return n
}
