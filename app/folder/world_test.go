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

// world is one share with one work file and one desk that keeps it.
type world struct {
	t       *testing.T
	share   string
	root    folder.Root
	cfg     folder.Config
	sink    *foldertest.Sink
	index   *folder.MemoryIndex
	disk    *disk
	folders *folder.Folders
}

const (
	acme     = "acme-2025"
	acmePath = "Clients/Acme Ltd/2025 Form 1120-S"
)

// quick is patience for tests on the real clock: what takes minutes takes moments.
var quick = folder.Timing{Gone: 60 * time.Millisecond, Doubt: 60 * time.Millisecond, Hot: 30 * time.Millisecond, RootCheck: 20 * time.Millisecond, Stable: 150 * time.Millisecond, RetryMax: 100 * time.Millisecond, Warm: 50 * time.Millisecond}

// newWorld maps a fresh share and makes the work file; change adjusts the desk before it starts.
func newWorld(t *testing.T, change ...func(*folder.Config)) *world {
	t.Helper()
	return worldAt(t, t.TempDir(), change...)
}

func worldAt(t *testing.T, base string, change ...func(*folder.Config)) *world {
	t.Helper()
	w := &world{t: t, share: filepath.Join(base, "share"), sink: foldertest.NewSink(), index: folder.NewMemoryIndex(), disk: &disk{FS: folder.OS()}}
	w.must(os.MkdirAll(w.share, 0o755))
	root, err := folder.MapRoot(folder.OS(), w.share)
	w.must(err)
	w.root = root
	w.cfg = folder.Config{Spool: filepath.Join(t.TempDir(), "spool"), Index: w.index, Sink: w.sink, Timing: quick, FS: w.disk}
	for _, c := range change {
		c(&w.cfg)
	}
	w.start()
	w.must(w.folders.CreateWorkFile(acme))
	return w
}

// start runs the desk, as after a restart of the program: only the index is what it was.
func (w *world) start() {
	w.t.Helper()
	f, err := folder.Open(w.cfg)
	w.must(err)
	w.folders = f
	w.t.Cleanup(func() { f.Close() })
	w.must(f.Follow(folder.Mapping{ID: acme, RootID: w.root.ID, Path: acmePath}))
	w.must(f.Attach(w.root))
	w.until("the share is looked at", func() bool { return w.sink.RootStatus(w.root.ID).State != "" })
}

func (w *world) stop() { w.must(w.folders.Close()) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// path is where a file of the work file lies: path("To client", "a.pdf").
func (w *world) path(parts ...string) string {
	return filepath.Join(append([]string{w.share, filepath.FromSlash(acmePath)}, parts...)...)
}

// save writes a file in place and closes it.
func (w *world) save(lane, rel, body string) {
	w.t.Helper()
	at := w.path(lane, rel)
	w.must(os.MkdirAll(filepath.Dir(at), 0o755))
	w.must(os.WriteFile(at, []byte(body), 0o644))
}

// until waits for a condition. The deadline is for broken code, not for slow machines.
func (w *world) until(what string, ok func() bool) {
	w.t.Helper()
	until(w.t, what, ok)
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for tick := time.NewTicker(2 * time.Millisecond); ; <-tick.C {
		if ok() {
			tick.Stop()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// saved is the last version reported of a file, "" when there is none.
func (w *world) saved(rel string) string {
	for _, h := range backwards(w.sink.AllSaved()) {
		if h.Rel == rel {
			return string(h.Bytes)
		}
	}
	return ""
}

func backwards(all []foldertest.Heard) []foldertest.Heard {
	out := make([]foldertest.Heard, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, all[i])
	}
	return out
}

// untilSaved waits for a version.
func (w *world) untilSaved(rel, body string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%q is saved", rel), func() bool { return w.saved(rel) == body })
}

// looked waits until the desk has judged the share n more times.
func (w *world) looked(n int) {
	w.t.Helper()
	target := w.disk.opened() + n
	w.until("the share was looked at again", func() bool {
		w.folders.Rescan("")
		return w.disk.opened() >= target
	})
}

// quiet waits until everything so far has been scanned and nothing is about to be read.
func (w *world) quiet() {
	w.t.Helper()
	w.looked(12)
	w.until("nothing is settling", func() bool {
		listed, err := w.folders.List(acme)
		w.must(err)
		for _, l := range listed.Lanes {
			for _, f := range l.Files {
				if f.State == folder.StateSettling {
					return false
				}
			}
		}
		return true
	})
}

// state of a file as people see it.
func (w *world) state(lane folder.Lane, rel string) folder.ListedFile {
	w.t.Helper()
	listed, err := w.folders.List(acme)
	w.must(err)
	for _, l := range listed.Lanes {
		for _, f := range l.Files {
			if l.Lane == lane && f.Rel == rel {
				return f
			}
		}
	}
	return folder.ListedFile{}
}

// names lists a folder of the work file.
func (w *world) names(parts ...string) string {
	w.t.Helper()
	entries, err := os.ReadDir(w.path(parts...))
	w.must(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, ", ")
}

func pdf(text string) string {
	return "%PDF-1.7\n" + strings.Repeat(text+"\n", 20) + "%%EOF\n"
}
