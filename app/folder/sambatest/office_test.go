//go:build linux

package sambatest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// office is one share of the real server, and the receipts that its desks record in one place.
type office struct {
	t  *testing.T
	at string // the share's folder, as desks find it

	mu       sync.Mutex
	receipts map[string][]string // by upload, where it was filed
}

// work is the one work file of an office.
const work, workPath = "acme-2025", "Clients/Acme Ltd/2025"

func newOffice(t *testing.T) *office {
	t.Helper()
	return &office{t: t, at: folderOf(t), receipts: map[string][]string{}}
}

// onDisk is where a file of the work file lies on the server, to be looked at without a client.
func (o *office) onDisk(parts ...string) string {
	return filepath.Join(append([]string{samba.share, strings.TrimPrefix(o.at, mount), workPath}, parts...)...)
}

// onShare is its path within the share, for a client that is no desk.
func (o *office) onShare(parts ...string) string {
	return path.Join(append([]string{strings.TrimPrefix(o.at, mount+"/"), workPath}, parts...)...)
}

// desk is one computer of an office: the real engine on a session of its own.
type desk struct {
	t       *testing.T
	session *session
	line    *line
	root    folder.Root
	sink    *foldertest.Sink
	index   *folder.MemoryIndex
	folders *folder.Folders
}

// patience is for tests on the real clock: what takes minutes takes moments. Only gone takes as long as it does.
var patience = folder.Timing{
	Gone: 5 * time.Second, Hot: 150 * time.Millisecond, Warm: 150 * time.Millisecond, RootCheck: 150 * time.Millisecond,
	RetryMax: 100 * time.Millisecond, FullWeak: 300 * time.Millisecond,
}

// still is for tests in which a desk only files: nothing is looked at but on request.
var still = folder.Timing{Hot: time.Hour, Warm: time.Hour, RootCheck: time.Hour, Full: time.Hour, FullWeak: time.Hour}

// desk starts a computer.
func (o *office) desk(timing folder.Timing) *desk {
	o.t.Helper()
	d := &desk{t: o.t, line: &line{}, sink: foldertest.NewSink(), index: folder.NewMemoryIndex()}
	d.connect()
	var err error
	d.root, err = folder.MapRoot(d.line, o.at)
	must(o.t, err)
	d.folders, err = folder.Open(folder.Config{
		Spool: filepath.Join(o.t.TempDir(), "spool"), Index: d.index, Sink: d.sink, Timing: timing, FS: d.line,
		NewWatcher: foldertest.NewWatcher().Open, // says nothing: what is found is found by looking
	})
	must(o.t, err)
	o.t.Cleanup(func() { d.folders.Close() })
	must(o.t, d.folders.Follow(folder.Mapping{ID: work, RootID: d.root.ID, Path: workPath}))
	must(o.t, d.folders.Attach(d.root))
	until(o.t, "the share is looked at", func() bool { return d.rootState() != "" })
	return d
}

// connect gives a desk a session, its first or a new one.
func (d *desk) connect() {
	d.t.Helper()
	d.session = connect(d.t)
	d.line.now.Store(d.session)
}

func (d *desk) rootState() folder.RootState { return d.sink.RootStatus(d.root.ID).State }

// open makes the work file, once.
func (o *office) open(d *desk) {
	o.t.Helper()
	must(o.t, d.folders.CreateWorkFile(work))
}

// upload asks for text to be filed, by any desk.
func (o *office) upload(id, dir, name, text string) folder.PlaceRequest {
	sum := sha256.Sum256([]byte(text))
	return folder.PlaceRequest{
		MappingID: work, Lane: folder.FromClient, Dir: dir, Name: name, ID: id,
		Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:]),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
		Filed: func(context.Context) (bool, error) {
			return len(o.filed(id)) > 0, nil
		},
		Receipt: func(_ context.Context, p folder.Placed) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.receipts[id] = append(o.receipts[id], p.Rel)
			return nil
		},
	}
}

// filed lists where an upload was filed, by its receipts.
func (o *office) filed(id string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.receipts[id]...)
}

// place has the desk file an upload. A desk whose session ended is dead: it asks for and records nothing.
func (d *desk) place(r folder.PlaceRequest) error {
	filed, receipt := r.Filed, r.Receipt
	r.Filed = func(ctx context.Context) (bool, error) {
		if d.session.ended.Load() {
			return false, errGone
		}
		return filed(ctx)
	}
	r.Receipt = func(ctx context.Context, p folder.Placed) error {
		if d.session.ended.Load() {
			return errGone
		}
		return receipt(ctx, p)
	}
	_, err := d.folders.Place(context.Background(), r)
	return err
}

// holds compares everything in a folder of the work file with what should be there: names with their bytes,
// and nothing of ours beside them.
func (o *office) holds(dir string, want map[string]string) {
	o.t.Helper()
	got := map[string]string{}
	must(o.t, filepath.WalkDir(o.onDisk(dir), func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(o.onDisk(dir), at)
		if err != nil {
			return err
		}
		body, err := os.ReadFile(at)
		got[rel] = string(body)
		return err
	}))
	for _, rel := range slices.Sorted(maps.Keys(want)) {
		if body, ok := got[rel]; !ok || body != want[rel] {
			o.t.Errorf("%s/%s: %.60q (there: %v), want %.60q", dir, rel, body, ok, want[rel])
		}
		delete(got, rel)
	}
	if len(got) > 0 {
		o.t.Errorf("%s holds %.300q besides", dir, got)
	}
}

// tally counts how attempts ended.
type tally map[string]int

func (t tally) add(err error) error {
	for name, known := range map[string]error{"claimed by the other": folder.ErrClaimed, "filed by the other": folder.ErrFiled} {
		if errors.Is(err, known) {
			t[name]++
			return nil
		}
	}
	if err == nil {
		t["filed"]++
	}
	return err
}
